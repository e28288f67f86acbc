package org.userdatatransfer.worker.engine.program;

import java.util.List;
import org.userdatatransfer.worker.catalogue.ConflictRule.Rename;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.sql.SqlTemplate;

/**
 * Gives the source's rows that clash another name: a suffix that names the source, numbered until it is free for both
 * users, within the column's length. One pass renames rows to different names only; it is repeated while any is left.
 */
record RenameSql(ClashSql clash, Rename rule) {

    private static final int MOST_NUMBERS = 10_000;

    /**
     * The first free name of each clashing row, no name twice. Rows whose names are alike once they are cut off begin
     * with a number each: else all would want the same, and one would get it in each pass.
     *
     * @param earlier the rules that will have removed rows, which then need no other name
     */
    private String candidates(EarlierRules earlier) {
        var bound = clash.bound();
        var column = rule.column();
        var length = bound.shape().column(column).flatMap(c -> c.maxLength()).orElse(1_000_000);
        return SqlTemplate.of(
                """
                {handovers}{earlier}, clashing AS (
                    SELECT *, row_number() OVER (PARTITION BY transfer_id, left(coalesce(old_name, ''),
                                  greatest({length} - length(left(source_name, {length} / 2)) - 3, 0)) ORDER BY key)
                              - 1 AS alike
                    FROM (SELECT DISTINCT h.transfer_id, h.epoch, h.source, h.target, h.source_name, {key} AS key,
                                          {sName} AS old_name
                          {from}{others}) s),
                wanted AS (
                    SELECT c.*, n.name AS new_name
                    FROM clashing c
                    CROSS JOIN LATERAL (
                        WITH RECURSIVE attempt AS (
                            SELECT c.alike AS i, left(c.old_name, 0) AS name, TRUE AS taken
                            UNION ALL
                            SELECT a.i + 1, t.name, EXISTS (
                                SELECT FROM {table} y
                                WHERE {yUser} IN (c.source, c.target) AND {yName} {operator} t.name::{type})
                            FROM attempt a
                            CROSS JOIN LATERAL (SELECT ' (' || left(c.source_name, {length} / 2)
                                || CASE a.i WHEN 0 THEN '' ELSE ' ' || a.i + 1 END || ')' AS suffix) f
                            CROSS JOIN LATERAL (
                                SELECT left(coalesce(c.old_name, ''), greatest({length} - length(f.suffix), 0))
                                       || left(f.suffix, {length}) AS name) t
                            WHERE a.taken AND a.i < c.alike + {most})
                        SELECT name FROM attempt WHERE NOT taken) n),
                candidate AS (
                    SELECT * FROM (
                        SELECT *, row_number() OVER (PARTITION BY transfer_id, {comparable} ORDER BY key) AS nth
                        FROM wanted) w
                    WHERE nth = 1)
                """)
                .with("handovers", bound.handovers())
                .with("earlier", earlier.relations())
                .with("key", KeySql.jsonKey(bound.shape(), bound.table().stableKey(), "s"))
                .with("sName", column.of("s"))
                .with("from", clash.from())
                .with("others", earlier.leave("s") + earlier.leave("o"))
                .with("length", Integer.toString(length))
                .with("most", Integer.toString(MOST_NUMBERS))
                .with("table", bound.sql())
                .with("yUser", clash.user().of("y"))
                .with("yName", column.of("y"))
                .with("operator", clash.unique().operator(column))
                .with("type", bound.shape().typeOf(column))
                .with("comparable", "new_name::%s %s"
                        .formatted(bound.shape().typeOf(column), clash.unique().collation(column)))
                .sql();
    }

    /** The names the first pass would give after {@code earlier} rules. */
    String preview(EarlierRules earlier) {
        return candidates(earlier)
                + """
                , decided AS (
                    SELECT transfer_id, key, key::text || '>' || coalesce(old_name, '') || '>' || new_name AS decision,
                           0 AS gone_source, 0 AS gone_target, 0 AS gone, 1 AS changed
                    FROM wanted)
                """
                + PreviewCompiler.SUMMARY;
    }

    String rename(int op) {
        var bound = clash.bound();
        var column = rule.column();
        return SqlTemplate.of(
                """
                {candidates}, changed AS (
                    UPDATE {table} x SET {column} = c.new_name FROM candidate c
                    WHERE {hasKey} AND {user} = c.source AND {xColumn} IS NOT DISTINCT FROM c.old_name
                    RETURNING c.transfer_id, c.epoch, {key} AS key,
                              json_build_object({name}, c.old_name::text) AS before,
                              json_build_object({name}, {xColumn}::text) AS after)
                """)
                .with("candidates", candidates(EarlierRules.NONE))
                .with("table", bound.sql())
                .with("column", column.sql())
                .with("hasKey", KeySql.hasJsonKey(bound.shape(), bound.table().stableKey(), "x", "c.key"))
                .with("user", clash.user().of("x"))
                .with("xColumn", column.of("x"))
                .with("key", KeySql.jsonKey(bound.shape(), bound.table().key(), "x"))
                .with("name", column.literal())
                .sql()
                + LedgerSql.write(new LedgerSql(bound.type(), bound.shape(), op)
                        .changed(rule.name(), bound.table().key(), List.of(column), List.of()));
    }
}
