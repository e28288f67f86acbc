package org.userdatatransfer.worker.engine;

import static org.userdatatransfer.worker.catalogue.SqlText.join;

import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.ConflictRule.Keep;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlTemplate;
import org.userdatatransfer.worker.catalogue.SqlText;

/**
 * Which of two rows that clash stays: the source's, {@code s}, or the target's, {@code o}.
 *
 * @param earlier for a preview, the rules that will decide before: what they remove clashes with nothing any more
 */
record KeepSql(ClashSql clash, Keep keep, List<KeepSql> earlier) {

    /** Whether no rule removes a row of pair {@code p}; a further condition. */
    static String remains(List<KeepSql> rules, String row) {
        return join(rules, "", rule -> " AND NOT " + rule.removes(row));
    }

    /** Whether it is the source's. */
    String sourceStays() {
        return sourceStays("s", "o");
    }

    private String sourceStays(String s, String o) {
        return switch (keep) {
            case Keep.Target() -> "FALSE";
            case Keep.Source() -> "TRUE";
            case Keep.Newest(var column) -> later(column.of(s), column.of(o));
            case Keep.MostAdvanced(var column, var ranking, var newest) ->
                later(rank(s, column, ranking, newest), rank(o, column, ranking, newest));
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

    /** Whether the rule removes {@code row} of pair {@code p}: it clashes with a row of the other user, and that one stays. */
    String removes(String row) {
        var other = row + "_";
        return "(%s OR %s)".formatted(
                losesTo(other, "p.target", row, "p.source", clash.same(row, other), "NOT " + sourceStays(row, other)),
                losesTo(other, "p.source", row, "p.target", clash.same(other, row), sourceStays(other, row)));
    }

    /** {@code row} is the user's, and the other one has a row that is alike and stays. */
    private String losesTo(String other, String otherUser, String row, String user, String alike, String stays) {
        return SqlTemplate.of(
                """
                {rowUser} = {user} AND EXISTS (
                    SELECT FROM (SELECT * FROM {table} WHERE {predicate}) {other}
                    WHERE {otherNamed} = {otherUser} AND {alike} AND {stays}{remains}
                      AND EXISTS (SELECT FROM (SELECT {row}.*) z WHERE {predicate}))""")
                .with("rowUser", clash.user().of(row))
                .with("user", user)
                .with("table", clash.ground().sql())
                .with("predicate", clash.unique().condition())
                .with("other", other)
                .with("otherNamed", clash.user().of(other))
                .with("otherUser", otherUser)
                .with("remains", remains(earlier, other))
                .with("alike", alike)
                .with("stays", stays)
                .with("row", row)
                .sql();
    }
}
