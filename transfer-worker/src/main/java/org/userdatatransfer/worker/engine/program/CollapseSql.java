package org.userdatatransfer.worker.engine.program;

import static org.userdatatransfer.worker.sql.SqlText.all;
import static org.userdatatransfer.worker.sql.SqlText.join;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.engine.ledger.ImageSql;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.engine.program.TableProgram.ChildRemoval;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;

/** Of two rows that clash one stays, taking in what the rule says of the other, which is archived and removed. */
record CollapseSql(ClashSql clash, KeepSql keep, MergeSql merge, Collapse rule, ChildrenSql children) {

    static CollapseSql of(KeepSql keep, Collapse rule, ChildrenSql children) {
        return new CollapseSql(keep.clash(), keep, new MergeSql(rule.merge()), rule, children);
    }

    /** The clashes decided, one row each: which row goes ({@code gone_*}) and which stays ({@code stay_*}). */
    String decided() {
        return decided(EarlierRules.NONE);
    }

    private String decided(EarlierRules earlier) {
        var columns = Stream.of(clash.stableKey(), children.parentColumns(), merge.columns())
                .flatMap(List::stream)
                .distinct()
                .toList();
        return SqlTemplate.of(
                """
                {handovers}{earlier}, clash AS (
                    SELECT h.transfer_id, h.epoch, h.source, h.target,
                           {goneUser} AS gone_user, {stayUser} AS stay_user{columns}
                    {from}{others})""")
                .with("handovers", bound().handovers())
                .with("earlier", earlier.relations())
                .with("goneUser", keep.ifSourceStays("h.target", "h.source"))
                .with("stayUser", keep.ifSourceStays("h.source", "h.target"))
                .with("columns", join(columns, "", this::decided))
                .with("from", clash.from())
                .with("others", earlier.leave("s") + earlier.leave("o"))
                .sql();
    }

    private String decided(SqlIdentifier column) {
        return ", %s AS %s, %s AS %s".formatted(keep.goes(column), gone(column), keep.stays(column), stay(column));
    }

    /**
     * What would be decided after {@code earlier} rules, without deciding it.
     *
     * @param reparented the children that get another parent, and so change
     */
    String preview(EarlierRules earlier, List<ReparentSql> reparented) {
        return SqlTemplate.of(
                """
                {handovers}{earlier}, decided AS (
                    SELECT transfer_id, key, decision, gone * gone_source AS gone_source,
                           gone * gone_target AS gone_target, gone, changed
                    FROM (
                        SELECT h.transfer_id, {key} AS key,
                               {key}::text || '>' || {oKey}::text || ':' || ({stays})::text AS decision,
                               {goneSource} AS gone_source, {goneTarget} AS gone_target,
                               -- A row may clash with several; it goes once.
                               (row_number() OVER (PARTITION BY h.transfer_id, {goneKey}) = 1)::integer AS gone,
                               {changed} AS changed
                        {from}{others}) c)
                """)
                .with("handovers", bound().handovers())
                .with("earlier", earlier.relations())
                .with("key", KeySql.jsonKey(bound().shape(), clash.stableKey(), "s"))
                .with("oKey", KeySql.jsonKey(bound().shape(), clash.stableKey(), "o"))
                .with("stays", keep.sourceStays())
                .with(
                        "goneSource",
                        keep.ifSourceStays(bound().naming("o", "h.source"), bound().naming("s", "h.source")))
                .with(
                        "goneTarget",
                        keep.ifSourceStays(bound().naming("o", "h.target"), bound().naming("s", "h.target")))
                .with("goneKey", keep.ifSourceStays(fullKey("o"), fullKey("s")))
                .with("others", earlier.leave("s") + earlier.leave("o"))
                .with("changed", countMerged() + join(reparented, "", r -> " + " + r.children(keep::goes)))
                .with("from", clash.from())
                .sql() + PreviewCompiler.SUMMARY;
    }

    private String fullKey(String row) {
        return KeySql.jsonKey(bound().shape(), bound().table().key(), row);
    }

    /** 1 if the row that stays would take in anything of the other. */
    private String countMerged() {
        return rule.merge().isEmpty() ? "0" : "(%s)::integer".formatted(merge.differs(keep::stays, keep::goes));
    }

    /** Removes the one row, merges into the other, and writes both into the ledger. */
    String collapse(int op) {
        var ledger = new LedgerSql(bound().type(), bound().shape(), op);
        var removed = SqlTemplate.of(
                """
                {decided}, removed AS (
                    DELETE FROM {table} x USING clash c WHERE {gone} AND {user} = c.gone_user
                    RETURNING c.transfer_id, c.epoch, {image} AS image, {pairsOf} AS pairs)
                """)
                .with("decided", decided())
                .with("table", bound().sql())
                .with("gone", all(clash.stableKey(), k -> k.of("x") + " = c." + gone(k)))
                .with("user", clash.user().of("x"))
                .with("image", ImageSql.image(bound().shape(), "x"))
                .with("pairsOf", bound().pairsOf("x", "c"))
                .sql();
        if (rule.merge().isEmpty()) {
            return removed + LedgerSql.write(ledger.removed(rule.name()));
        }
        return removed + changed() + LedgerSql.write(
                ledger.removed(rule.name()),
                ledger.changed(rule.name(), bound().table().key(), merge.columns(), merge.added()));
    }

    private String changed() {
        var columns = merge.columns();
        return SqlTemplate.of(
                """
                , changed AS (
                    UPDATE {table} x SET {set} FROM clash c WHERE {stay} AND {user} = c.stay_user AND ({differs})
                    RETURNING c.transfer_id, c.epoch, {key} AS key,
                              {before} AS before, {after} AS after)
                """)
                .with("table", bound().sql())
                .with("set", join(columns, ", ", c -> c.sql() + " = " + merge.merged(c, c.of("x"), "c." + gone(c))))
                .with("differs", merge.differs(c -> c.of("x"), c -> "c." + gone(c)))
                .with("stay", all(clash.stableKey(), k -> k.of("x") + " = c." + stay(k)))
                .with("user", clash.user().of("x"))
                .with("key", KeySql.jsonKey(bound().shape(), bound().table().key(), "x"))
                .with("before", ImageSql.texts(columns, c -> "c." + stay(c)))
                .with("after", ImageSql.texts(columns, "x"))
                .sql();
    }

    /** Archives what refers to the rows that go and gets no other parent. */
    List<ChildRemoval> archiveChildren(int firstOp) {
        return children.archive(decided(), "clash c", "TRUE", column -> "c." + gone(column), "c", rule.name(), firstOp);
    }

    /** What of other data types would go with them, after {@code earlier} rules. */
    List<String> takenAlong(EarlierRules earlier) {
        return children.takenAlong(decided(earlier), "clash c", "TRUE", column -> "c." + gone(column), "c");
    }

    BoundTable bound() {
        return clash.bound();
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
