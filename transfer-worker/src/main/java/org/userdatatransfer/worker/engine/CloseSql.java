package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.catalogue.SqlTemplate;

/** Takes every row of the source out of a partial unique key by setting a column to the time of the transfer. */
record CloseSql(ClashSql clash, Close rule) {

    /** @param earlier the rules that will have removed rows, which then need not be closed */
    String preview(EarlierRules earlier) {
        return SqlTemplate.of(
                """
                {pairs}{earlier}, decided AS (
                    SELECT p.transfer_id, {key} AS key, {key}::text AS decision, 0 AS gone_source, 0 AS gone_target,
                           0 AS gone, 1 AS changed
                    FROM pair p JOIN (SELECT tableoid, ctid, * FROM {table} WHERE {predicate}) s ON {named}{others})
                """)
                .with("pairs", ground().pairs())
                .with("earlier", earlier.relations())
                .with("others", earlier.leave("s"))
                .with("key", Ground.jsonKey(ground().shape(), ground().table().stableKey(), "s"))
                .with("table", ground().sql())
                .with("predicate", clash.unique().condition())
                .with("named", Ground.indexed(clash.user().of("s"), "p.source"))
                .sql() + PreviewRows.SUMMARY;
    }

    String close(int op) {
        return SqlTemplate.of(
                """
                {pairs}, open AS (
                    SELECT p.transfer_id, p.epoch, p.source, {sKey} AS key, {sColumn}::text AS old
                    FROM pair p JOIN (SELECT * FROM {table} WHERE {predicate}) s ON {named}
                    FOR UPDATE OF s),
                changed AS (
                    UPDATE {table} x SET {column} = clock_timestamp() FROM open o
                    WHERE {hasKey} AND {xUser} = o.source
                    RETURNING o.transfer_id, o.epoch, {xKey} AS key, json_build_object({name}, o.old) AS before,
                              json_build_object({name}, {xColumn}::text) AS after)
                """)
                .with("pairs", ground().pairs())
                .with("sKey", Ground.jsonKey(ground().shape(), ground().table().stableKey(), "s"))
                .with("sColumn", rule.column().of("s"))
                .with("table", ground().sql())
                .with("predicate", clash.unique().condition())
                .with("named", Ground.indexed(clash.user().of("s"), "p.source"))
                .with("column", rule.column().sql())
                .with("hasKey", Ground.hasJsonKey(ground().shape(), ground().table().stableKey(), "x", "o.key"))
                .with("xUser", clash.user().of("x"))
                .with("xKey", Ground.jsonKey(ground().shape(), ground().table().key(), "x"))
                .with("name", rule.column().literal())
                .with("xColumn", rule.column().of("x"))
                .sql()
                + LedgerSql.write(new LedgerSql(ground().type(), ground().shape(), op)
                        .changed(rule.name(), ground().table().key(), List.of(rule.column()), List.of()));
    }

    private Ground ground() {
        return clash.ground();
    }
}
