package org.userdatatransfer.worker.engine.program;

import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.userdatatransfer.worker.catalogue.ConflictRule.Merge;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** What the row that stays takes in of the one that goes, column by column. */
record MergeSql(Map<SqlIdentifier, Merge> merges) {

    List<SqlIdentifier> columns() {
        return merges.keySet().stream().sorted().toList();
    }

    /** The columns that are added to. */
    List<SqlIdentifier> added() {
        return columns().stream().filter(c -> merges.get(c) == Merge.SUM).toList();
    }

    String merged(SqlIdentifier column, String mine, String other) {
        return switch (merges.get(column)) {
            case SUM -> "coalesce(%1$s + %2$s, %1$s, %2$s)".formatted(mine, other);
            case MAX -> "greatest(%s, %s)".formatted(mine, other);
            case MIN -> "least(%s, %s)".formatted(mine, other);
            case COALESCE -> "coalesce(%s, %s)".formatted(mine, other);
        };
    }

    /** Whether merging changes any column. */
    String differs(Function<SqlIdentifier, String> mine, Function<SqlIdentifier, String> other) {
        return join(
                columns(),
                " OR ",
                c -> merges.get(c) == Merge.COALESCE
                        ? "%s IS NULL AND %s IS NOT NULL".formatted(mine.apply(c), other.apply(c))
                        : "%s IS DISTINCT FROM %s".formatted(mine.apply(c), merged(c, mine.apply(c), other.apply(c))));
    }
}
