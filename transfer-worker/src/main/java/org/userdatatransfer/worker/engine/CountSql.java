package org.userdatatransfer.worker.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.catalogue.SqlTemplate;
import org.userdatatransfer.worker.catalogue.SqlText;

/** Counts the (row, user column) pairs of a data type that name the source, and those that name the target. */
final class CountSql {

    private CountSql() {}

    static String counts(List<Ground> tables) {
        return SqlTemplate.of(
                """
                {pairs}
                SELECT p.transfer_id, {sources} AS sources, {targets} AS targets FROM pair p
                """)
                .with("pairs", tables.getFirst().pairs())
                .with("sources", sum(tables, "p.source"))
                .with("targets", sum(tables, "p.target"))
                .sql();
    }

    /**
     * The same in the shared queue: stops counting a column once the data type is known to be too large for it. Where
     * the source has too much, nothing of the target is counted.
     */
    static String glance(List<Ground> tables, EngineSettings settings) {
        return SqlTemplate.of(
                """
                {pairs}
                SELECT p.transfer_id, s.sources, CASE WHEN s.sources > {large} THEN 0 ELSE {targets} END AS targets
                FROM pair p CROSS JOIN LATERAL (SELECT {sources} AS sources OFFSET 0) s
                """)
                .with("pairs", tables.getFirst().pairs())
                .with("large", Integer.toString(settings.largeRows()))
                .with("sources", sum(tables, "p.source", " LIMIT " + (settings.largeRows() + 1L)))
                .with("targets", sum(tables, "p.target", " LIMIT " + (settings.sliceRows() + 1L)))
                .sql();
    }

    /** Of several data types at once, as one array: whether anything still names the source. */
    static String remaining(String userType, List<List<Ground>> types) {
        return SqlTemplate.of(
                """
                {pairs}
                SELECT p.transfer_id, ARRAY[{any}] AS remaining FROM pair p
                """)
                .with("pairs", Ground.pairs(userType))
                .with("any", SqlText.join(types, ", ", tables -> sum(tables, "p.source", " LIMIT 1") + " > 0"))
                .sql();
    }

    /** What names the source in rows that name the target, too. */
    static String shared(List<Ground> tables) {
        return SqlTemplate.of(
                """
                {pairs}
                SELECT p.transfer_id, {shared} AS shared FROM pair p
                """)
                .with("pairs", tables.getFirst().pairs())
                .with("shared", tables.stream()
                        .flatMap(g -> g.table().users().stream()
                                .map(u -> "(SELECT count(*) FROM %s x WHERE %s = p.source AND %s > 0)"
                                        .formatted(g.sql(), u.of("x"), g.naming("x", "p.target"))))
                        .collect(Collectors.joining(" + ")))
                .sql();
    }

    static String sum(List<Ground> tables, String user) {
        return sum(tables, user, "");
    }

    private static String sum(List<Ground> tables, String user, String limit) {
        return tables.stream()
                .flatMap(g -> g.table().users().stream()
                        .map(u -> "(SELECT count(*) FROM (SELECT FROM %s x WHERE %s = %s%s) r)"
                                .formatted(g.sql(), u.of("x"), user, limit)))
                .collect(Collectors.joining(" + "));
    }
}
