package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlText;
import org.userdatatransfer.worker.catalogue.TableShape.UniqueKey;

/** Takes every row of the source out of a partial unique key by setting a column to the time of the transfer. */
record CloseSql(Ground ground, UniqueKey unique, SqlIdentifier user, Close rule) {

    /** @param removing the rules that remove rows, which then need not be closed */
    String preview(List<KeepSql> removing) {
        return SqlText.fill(
                """
                {pairs}, decided AS (
                    SELECT p.transfer_id, {key} AS key, {key}::text AS decision, 0 AS gone_source, 0 AS gone_target,
                           0 AS gone, 1 AS changed
                    FROM pair p JOIN (SELECT * FROM {table} WHERE {predicate}) s ON {named}{others})
                """,
                "pairs",
                ground.pairs(),
                "others",
                KeepSql.remains(removing, "s"),
                "key",
                Ground.jsonKey(ground.shape(), ground.table().stableKey(), "s"),
                "table",
                ground.sql(),
                "predicate",
                unique.condition(),
                "named",
                Ground.indexed(user.of("s"), "p.source")) + PreviewRows.SUMMARY;
    }

    String close(int op) {
        return SqlText.fill(
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
                """,
                "pairs",
                ground.pairs(),
                "sKey",
                Ground.jsonKey(ground.shape(), ground.table().stableKey(), "s"),
                "sColumn",
                rule.column().of("s"),
                "table",
                ground.sql(),
                "predicate",
                unique.condition(),
                "named",
                Ground.indexed(user.of("s"), "p.source"),
                "column",
                rule.column().sql(),
                "hasKey",
                Ground.hasJsonKey(ground.shape(), ground.table().stableKey(), "x", "o.key"),
                "xUser",
                user.of("x"),
                "xKey",
                Ground.jsonKey(ground.shape(), ground.table().key(), "x"),
                "name",
                rule.column().literal(),
                "xColumn",
                rule.column().of("x"))
                + LedgerSql.write(new LedgerSql(ground.type(), ground.shape(), op)
                        .changed(rule.name(), ground.table().key(), List.of(rule.column()), List.of()));
    }
}
