package org.userdatatransfer.worker.engine.program;

import static org.userdatatransfer.worker.sql.SqlText.all;

import java.util.List;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.schema.UniqueKey;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;

/** Finds the rows of the source that a unique key would not let stand beside a row of the target. */
record ClashSql(BoundTable bound, UniqueKey unique, SqlIdentifier user) {

    static ClashSql of(BoundTable bound, UniqueKey unique) {
        var user = unique.columns().stream()
                .filter(bound.table().users()::contains)
                .findFirst()
                .orElseThrow();
        return new ClashSql(bound, unique, user);
    }

    /** A relation of {@code h}, a handover; {@code s}, the source's row; {@code o}, the target's it clashes with. */
    String from() {
        return SqlTemplate.of(
                """
                FROM handover h
                JOIN (SELECT tableoid, ctid, * FROM {table} WHERE {predicate}) s ON {sNamed}
                JOIN (SELECT tableoid, ctid, * FROM {table} WHERE {predicate}) o ON {oNamed} AND {same}""")
                .with("table", bound.sql())
                .with("predicate", unique.condition())
                .with("sNamed", HandoverSql.indexed(user.of("s"), "h.source"))
                .with("oNamed", HandoverSql.indexed(user.of("o"), "h.target"))
                .with("same", same())
                .sql();
    }

    /** The two rows are alike in the key's other columns. */
    private String same() {
        return all(
                IntStream.range(0, unique.columns().size())
                        .filter(i -> !unique.columns().get(i).equals(user))
                        .boxed()
                        .toList(),
                i -> alike(unique.columns().get(i)));
    }

    private String alike(SqlIdentifier column) {
        return (unique.nullsAlike() ? "coalesce(%1$s %2$s %3$s, %1$s IS NULL AND %3$s IS NULL)" : "%s %s %s")
                .formatted(column.of("o"), unique.operator(column), column.of("s"));
    }

    /**
     * Locks both rows of every clash and counts the clashes per transfer. A statement of its own, so that the next one
     * sees the rows as they now are, and nobody gives them a child in between.
     */
    String lock() {
        return SqlTemplate.of(
                """
                {handovers}
                SELECT transfer_id, count(*) AS rows FROM (SELECT h.transfer_id {from} FOR UPDATE OF s, o) c
                GROUP BY transfer_id
                """)
                .with("handovers", bound.handovers())
                .with("from", from())
                .sql();
    }

    List<SqlIdentifier> stableKey() {
        return bound.table().stableKey();
    }
}
