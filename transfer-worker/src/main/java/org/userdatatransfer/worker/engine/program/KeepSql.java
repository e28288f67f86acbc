package org.userdatatransfer.worker.engine.program;

import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.ConflictRule.Keep;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlText;

/** Which of two rows that clash stays: the source's, {@code s}, or the target's, {@code o}. */
record KeepSql(ClashSql clash, Keep keep) {

    /** Whether it is the source's. */
    String sourceStays() {
        return switch (keep) {
            case Keep.Target() -> "FALSE";
            case Keep.Source() -> "TRUE";
            case Keep.Newest(var column) -> later(column.of("s"), column.of("o"));
            case Keep.MostAdvanced(var column, var ranking, var newest) ->
                later(rank("s", column, ranking, newest), rank("o", column, ranking, newest));
        };
    }

    private static String later(String source, String target) {
        return "coalesce(%s > %s, FALSE)".formatted(source, target);
    }

    private static String rank(String row, SqlIdentifier column, List<String> ranking, Optional<SqlIdentifier> newest) {
        return "(coalesce(array_position(ARRAY[%s]::text[], %s::text), 0)%s)"
                .formatted(
                        join(ranking, ", ", SqlText::literal),
                        column.of(row),
                        newest.map(n -> ", " + n.of(row)).orElse(""));
    }

    /** The value of a column in the row that stays. */
    String stays(SqlIdentifier column) {
        return ifSourceStays(column.of("s"), column.of("o"));
    }

    /** The value of a column in the row that goes. */
    String goes(SqlIdentifier column) {
        return ifSourceStays(column.of("o"), column.of("s"));
    }

    String ifSourceStays(String value, String otherwise) {
        return "CASE WHEN %s THEN %s ELSE %s END".formatted(sourceStays(), value, otherwise);
    }
}
