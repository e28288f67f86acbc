package org.userdatatransfer.worker.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.catalogue.SqlText;

/** Counts the (row, user column) pairs of a data type that name the source, and those that name the target. */
final class CountSql {

    private CountSql() {}

    static String counts(List<Ground> tables) {
        return counts(tables, "");
    }

    /** The same, but counting stops at one more than {@code most}: that says only that there is more. */
    static String countsUpTo(int most, List<Ground> tables) {
        return counts(tables, " LIMIT " + (most + 1L));
    }

    private static String counts(List<Ground> tables, String limit) {
        return SqlText.fill(
                """
                {pairs}
                SELECT p.transfer_id, {sources} AS sources, {targets} AS targets FROM pair p
                """,
                "pairs",
                tables.getFirst().pairs(),
                "sources",
                sum(tables, "p.source", limit),
                "targets",
                sum(tables, "p.target", limit));
    }

    /** Of several data types at once, as one array: what still names the source. */
    static String remaining(String userType, List<List<Ground>> types) {
        return SqlText.fill(
                """
                {pairs}
                SELECT p.transfer_id, ARRAY[{counts}] AS remaining FROM pair p
                """,
                "pairs",
                Ground.pairs(userType),
                "counts",
                SqlText.join(types, ", ", tables -> sum(tables, "p.source")));
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
