package org.userdatatransfer.worker.engine;

import static org.userdatatransfer.worker.catalogue.SqlText.all;
import static org.userdatatransfer.worker.catalogue.SqlText.join;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Keep;
import org.userdatatransfer.worker.catalogue.ConflictRule.Merge;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlText;

/** Of two rows that clash one stays, taking in what the rule says of the other, which is archived and removed. */
record CollapseSql(ClashSql clash, Collapse rule, ChildrenSql children) {

    /** Whether the source's row {@code s} stays, rather than the target's {@code o}. */
    private String sourceStays() {
        return sourceStays("s", "o");
    }

    private String sourceStays(String s, String o) {
        return switch (rule.keep()) {
            case Keep.Target() -> "FALSE";
            case Keep.Source() -> "TRUE";
            case Keep.Newest(var column) -> later(column.of(s), column.of(o));
            case Keep.MostAdvanced(var column, var ranking, var newest) ->
                later(
                        "(%s%s)".formatted(rank(ranking, column.of(s)), also(newest.map(n -> n.of(s)).orElse(null))),
                        "(%s%s)".formatted(rank(ranking, column.of(o)), also(newest.map(n -> n.of(o)).orElse(null))));
        };
    }

    private static String later(String source, String target) {
        return "coalesce(%s > %s, FALSE)".formatted(source, target);
    }

    private static String rank(List<String> ranking, String value) {
        return "coalesce(array_position(ARRAY[%s]::text[], %s::text), 0)"
                .formatted(join(ranking, ", ", SqlText::literal), value);
    }

    private static String also(@Nullable String value) {
        return value == null ? "" : ", " + value;
    }

    /** The clashes decided, one row each: which row goes ({@code gone_*}) and which stays ({@code stay_*}). */
    String decided() {
        var keys = join(
                clash.stableKey(),
                "",
                k -> ", CASE WHEN %1$s THEN %3$s ELSE %2$s END AS %4$s, CASE WHEN %1$s THEN %2$s ELSE %3$s END AS %5$s"
                        .formatted(sourceStays(), k.of("s"), k.of("o"), gone(k), stay(k)));
        var values = join(
                rule.merge().keySet(),
                "",
                m -> ", CASE WHEN %1$s THEN %3$s ELSE %2$s END AS %4$s, CASE WHEN %1$s THEN %2$s ELSE %3$s END AS %5$s"
                        .formatted(sourceStays(), m.of("s"), m.of("o"), gone(m), stay(m)));
        return SqlText.fill(
                """
                {pairs}, clash AS (
                    SELECT p.transfer_id, p.epoch, p.source, p.target,
                           CASE WHEN {stays} THEN p.target ELSE p.source END AS gone_user,
                           CASE WHEN {stays} THEN p.source ELSE p.target END AS stay_user{keys}{values}
                    {from})""",
                "pairs",
                ground().pairs(),
                "stays",
                sourceStays(),
                "keys",
                keys,
                "values",
                values,
                "from",
                clash.from());
    }

    /** Whether the rule removes row {@code x} of pair {@code p}, as the source's row or as the target's. */
    String removes(String x) {
        return "(%s OR %s)".formatted(loses(x, "p.source", x, "y", "NOT "), loses(x, "p.target", "y", x, ""));
    }

    /** {@code x} names {@code user}, and loses to the other user's row {@code y}. */
    private String loses(String x, String user, String source, String target, String not) {
        return SqlText.fill(
                """
                {xUser} = {user} AND EXISTS (
                    SELECT FROM (SELECT * FROM {table} WHERE {predicate}) y
                    WHERE {yUser} = {other} AND {same} AND {not}{stays}
                      AND EXISTS (SELECT FROM (SELECT {x}.*) z WHERE {predicate}))""",
                "xUser",
                clash.user().of(x),
                "user",
                user,
                "table",
                ground().sql(),
                "predicate",
                clash.unique().predicate().orElse("TRUE"),
                "yUser",
                clash.user().of("y"),
                "other",
                user.equals("p.source") ? "p.target" : "p.source",
                "same",
                clash.same(source, target),
                "not",
                not,
                "stays",
                sourceStays(source, target),
                "x",
                x);
    }

    /**
     * What would be decided, without deciding it.
     *
     * @param reparented the children that get another parent, and so change
     */
    String preview(List<ReparentSql> reparented) {
        return SqlText.fill(
                """
                {pairs}, decided AS (
                    SELECT p.transfer_id, {key} AS key, {sKey}::text || '>' || {oKey}::text || ':' || ({stays})::text AS decision,
                           CASE WHEN {stays} THEN {oSource} ELSE {sSource} END AS gone_source,
                           CASE WHEN {stays} THEN {oTarget} ELSE {sTarget} END AS gone_target, 1 AS gone, {changed} AS changed
                    {from})
                """,
                "pairs",
                ground().pairs(),
                "key",
                Ground.jsonKey(ground().shape(), clash.stableKey(), "s"),
                "sKey",
                Ground.jsonKey(ground().shape(), clash.stableKey(), "s"),
                "oKey",
                Ground.jsonKey(ground().shape(), clash.stableKey(), "o"),
                "stays",
                sourceStays(),
                "sSource",
                ground().naming("s", "p.source"),
                "oSource",
                ground().naming("o", "p.source"),
                "sTarget",
                ground().naming("s", "p.target"),
                "oTarget",
                ground().naming("o", "p.target"),
                "changed",
                merges() + join(reparented, "", r -> " + " + r.children(this::goes)),
                "from",
                clash.from()) + PreviewRows.SUMMARY;
    }

    /** The value of a column in the row that goes, before it is decided which. */
    private String goes(SqlIdentifier column) {
        return either(column, "o", "s");
    }

    private String stays(SqlIdentifier column) {
        return either(column, "s", "o");
    }

    private String either(SqlIdentifier column, String ifSourceStays, String otherwise) {
        return "CASE WHEN %s THEN %s ELSE %s END".formatted(sourceStays(), column.of(ifSourceStays), column.of(otherwise));
    }

    /** 1 if the row that stays would take in anything of the other. */
    private String merges() {
        return rule.merge().isEmpty()
                ? "0"
                : "(%s)::integer".formatted(join(rule.merge().keySet(), " OR ", c -> {
                    var mine = stays(c);
                    return "(%s) IS DISTINCT FROM (%s)".formatted(mine, merge(c, "(" + mine + ")", "(" + goes(c) + ")"));
                }));
    }

    /** Removes the one row, merges into the other, and writes both into the ledger. */
    String collapse(int op) {
        var ledger = new LedgerSql(ground().type(), ground().shape(), op);
        var removed = SqlText.fill(
                """
                {decided}, removed AS (
                    DELETE FROM {table} x USING clash c WHERE {gone} AND {user} = c.gone_user
                    RETURNING c.transfer_id, c.epoch, {image} AS image, {pairsOf} AS pairs)
                """,
                "decided",
                decided(),
                "table",
                ground().sql(),
                "gone",
                all(clash.stableKey(), k -> k.of("x") + " = c." + gone(k)),
                "user",
                clash.user().of("x"),
                "image",
                Ground.image(ground().shape(), "x"),
                "pairsOf",
                ground().pairsOf("x", "c"));
        if (rule.merge().isEmpty()) {
            return removed + LedgerSql.write(ledger.removed(rule.name()));
        }
        var columns = rule.merge().keySet().stream().sorted().toList();
        var added = columns.stream().filter(c -> rule.merge().get(c) == Merge.SUM).toList();
        return removed + merged(columns) + LedgerSql.write(
                ledger.removed(rule.name()),
                ledger.changed(rule.name(), ground().table().key(), columns, added));
    }

    private String merged(List<SqlIdentifier> columns) {
        return SqlText.fill(
                """
                , changed AS (
                    UPDATE {table} x SET {set} FROM clash c WHERE {stay} AND {user} = c.stay_user AND ({differs})
                    RETURNING c.transfer_id, c.epoch, {key} AS key,
                              {before} AS before, {after} AS after)
                """,
                "table",
                ground().sql(),
                "set",
                join(columns, ", ", c -> c.sql() + " = " + merge(c)),
                "differs",
                join(columns, " OR ", c -> c.of("x") + " IS DISTINCT FROM " + merge(c)),
                "stay",
                all(clash.stableKey(), k -> k.of("x") + " = c." + stay(k)),
                "user",
                clash.user().of("x"),
                "key",
                Ground.jsonKey(ground().shape(), ground().table().key(), "x"),
                "before",
                "json_object(%s, ARRAY[%s]::text[])"
                        .formatted(Ground.names(columns), join(columns, ", ", c -> "c." + stay(c) + "::text")),
                "after",
                Ground.texts(columns, "x"));
    }

    private String merge(SqlIdentifier column) {
        return merge(column, column.of("x"), "c." + gone(column));
    }

    private String merge(SqlIdentifier column, String mine, String other) {
        return switch (rule.merge().get(column)) {
            case SUM -> "coalesce(%1$s + %2$s, %1$s, %2$s)".formatted(mine, other);
            case MAX -> "greatest(%s, %s)".formatted(mine, other);
            case MIN -> "least(%s, %s)".formatted(mine, other);
            case COALESCE -> "coalesce(%s, %s)".formatted(mine, other);
        };
    }

    /** Archives what refers to the rows that go and gets no other parent. */
    List<String> archiveChildren(int firstOp) {
        return children.archive(decided(), "clash c", "TRUE", column -> "c." + gone(column), "c", rule.name(), firstOp);
    }

    Ground ground() {
        return clash.ground();
    }

    static String gone(SqlIdentifier column) {
        return new SqlIdentifier(shortened("gone_", column)).sql();
    }

    static String stay(SqlIdentifier column) {
        return new SqlIdentifier(shortened("stay_", column)).sql();
    }

    /** A prefix must not make a name too long, or two names one. */
    private static String shortened(String prefix, SqlIdentifier column) {
        var bytes = column.name().getBytes(StandardCharsets.UTF_8);
        return prefix + (bytes.length <= 50 ? column.name() : UUID.nameUUIDFromBytes(bytes).toString());
    }
}
