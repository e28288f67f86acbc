package org.userdatatransfer.worker.engine.program;

import java.util.List;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.sql.SqlTemplate;

/** Takes every row of the source out of a partial unique key by setting a column to the time of the transfer. */
record CloseSql(ClashSql clash, Close rule) {

    /** @param earlier the rules that will have removed rows, which then need not be closed */
    String preview(EarlierRules earlier) {
        return SqlTemplate.of(
                """
                {handovers}{earlier}, decided AS (
                    SELECT h.transfer_id, {key} AS key, {key}::text AS decision, 0 AS gone_source, 0 AS gone_target,
                           0 AS gone, 1 AS changed
                    FROM handover h JOIN (SELECT tableoid, ctid, * FROM {table} WHERE {predicate}) s ON {named}{others})
                """)
                .with("handovers", bound().handovers())
                .with("earlier", earlier.relations())
                .with("others", earlier.leave("s"))
                .with("key", KeySql.jsonKey(bound().shape(), bound().table().stableKey(), "s"))
                .with("table", bound().sql())
                .with("predicate", clash.unique().condition())
                .with("named", HandoverSql.indexed(clash.user().of("s"), "h.source"))
                .sql() + PreviewCompiler.SUMMARY;
    }

    String close(int op) {
        return SqlTemplate.of(
                """
                {handovers}, open AS (
                    SELECT h.transfer_id, h.epoch, h.source, {sKey} AS key, {sColumn}::text AS old
                    FROM handover h JOIN (SELECT * FROM {table} WHERE {predicate}) s ON {named}
                    FOR UPDATE OF s),
                changed AS (
                    UPDATE {table} x SET {column} = clock_timestamp() FROM open o
                    WHERE {hasKey} AND {xUser} = o.source
                    RETURNING o.transfer_id, o.epoch, {xKey} AS key, json_build_object({name}, o.old) AS before,
                              json_build_object({name}, {xColumn}::text) AS after)
                """)
                .with("handovers", bound().handovers())
                .with("sKey", KeySql.jsonKey(bound().shape(), bound().table().stableKey(), "s"))
                .with("sColumn", rule.column().of("s"))
                .with("table", bound().sql())
                .with("predicate", clash.unique().condition())
                .with("named", HandoverSql.indexed(clash.user().of("s"), "h.source"))
                .with("column", rule.column().sql())
                .with("hasKey", KeySql.hasJsonKey(bound().shape(), bound().table().stableKey(), "x", "o.key"))
                .with("xUser", clash.user().of("x"))
                .with("xKey", KeySql.jsonKey(bound().shape(), bound().table().key(), "x"))
                .with("name", rule.column().literal())
                .with("xColumn", rule.column().of("x"))
                .sql()
                + LedgerSql.write(new LedgerSql(bound().type(), bound().shape(), op)
                        .changed(rule.name(), bound().table().key(), List.of(rule.column()), List.of()));
    }

    private BoundTable bound() {
        return clash.bound();
    }
}
