package org.userdatatransfer.worker.engine.program;

import java.util.List;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/** Counts the (row, user column) pairs of a data type that name the source, and those that name the target. */
public final class CountSql {

    private CountSql() {}

    static String counts(List<BoundTable> tables) {
        return SqlTemplate.of(
                """
                {handovers}
                SELECT h.transfer_id, {sources} AS sources, {targets} AS targets FROM handover h
                """)
                .with("handovers", tables.getFirst().handovers())
                .with("sources", sum(tables, "h.source"))
                .with("targets", sum(tables, "h.target"))
                .sql();
    }

    /**
     * The same in the shared queue: stops counting a column once the data type is known to be too large for it. Where
     * the source has too much, nothing of the target is counted.
     */
    static String glance(List<BoundTable> tables, int largeRows, int sliceRows) {
        return SqlTemplate.of(
                """
                {handovers}
                SELECT h.transfer_id, s.sources, CASE WHEN s.sources > {large} THEN 0 ELSE {targets} END AS targets
                FROM handover h CROSS JOIN LATERAL (SELECT {sources} AS sources OFFSET 0) s
                """)
                .with("handovers", tables.getFirst().handovers())
                .with("large", Integer.toString(largeRows))
                .with("sources", sum(tables, "h.source", " LIMIT " + (largeRows + 1L)))
                .with("targets", sum(tables, "h.target", " LIMIT " + (sliceRows + 1L)))
                .sql();
    }

    /** Of several data types at once, as one array: whether anything still names the source. */
    public static String remaining(String userType, List<List<BoundTable>> types) {
        return SqlTemplate.of(
                """
                {handovers}
                SELECT h.transfer_id, ARRAY[{any}] AS remaining FROM handover h
                """)
                .with("handovers", HandoverSql.relation(userType))
                .with("any", SqlText.join(types, ", ", tables -> sum(tables, "h.source", " LIMIT 1") + " > 0"))
                .sql();
    }

    /**
     * Counts the rows at {@code places}, each once.
     *
     * @param places queries of a transfer's id and the place of a row, which may repeat themselves and each other
     */
    static String places(List<String> places) {
        return SqlTemplate.of(
                """
                SELECT transfer_id, count(*) AS found FROM (SELECT DISTINCT * FROM ({places}) p) r
                GROUP BY transfer_id
                """)
                .with("places", String.join(" UNION ALL ", places))
                .sql();
    }

    /** What names the source in rows that name the target, too. */
    static String shared(List<BoundTable> tables) {
        return SqlTemplate.of(
                """
                {handovers}
                SELECT h.transfer_id, {shared} AS found FROM handover h
                """)
                .with("handovers", tables.getFirst().handovers())
                .with("shared", tables.stream()
                        .flatMap(g -> g.table().users().stream()
                                .map(u -> "(SELECT count(*) FROM %s x WHERE %s = h.source AND %s > 0)"
                                        .formatted(g.sql(), u.of("x"), g.naming("x", "h.target"))))
                        .collect(Collectors.joining(" + ")))
                .sql();
    }

    public static String sum(List<BoundTable> tables, String user) {
        return sum(tables, user, "");
    }

    private static String sum(List<BoundTable> tables, String user, String limit) {
        return tables.stream()
                .flatMap(g -> g.table().users().stream()
                        .map(u -> "(SELECT count(*) FROM (SELECT FROM %s x WHERE %s = %s%s) r)"
                                .formatted(g.sql(), u.of("x"), user, limit)))
                .collect(Collectors.joining(" + "));
    }
}
