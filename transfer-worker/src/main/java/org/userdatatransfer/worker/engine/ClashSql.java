package org.userdatatransfer.worker.engine;

import static org.userdatatransfer.worker.catalogue.SqlText.all;

import java.util.List;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlTemplate;
import org.userdatatransfer.worker.catalogue.TableShape.UniqueKey;

/** Finds the rows of the source that a unique key would not let stand beside a row of the target. */
record ClashSql(Ground ground, UniqueKey unique, SqlIdentifier user) {

    static ClashSql of(Ground ground, UniqueKey unique) {
        var user = unique.columns().stream()
                .filter(ground.table().users()::contains)
                .findFirst()
                .orElseThrow();
        return new ClashSql(ground, unique, user);
    }

    /** A relation of {@code p}, a pair; {@code s}, the source's row; {@code o}, the target's row it clashes with. */
    String from() {
        return SqlTemplate.of(
                """
                FROM pair p
                JOIN (SELECT tableoid, ctid, * FROM {table} WHERE {predicate}) s ON {sNamed}
                JOIN (SELECT tableoid, ctid, * FROM {table} WHERE {predicate}) o ON {oNamed} AND {same}""")
                .with("table", ground.sql())
                .with("predicate", unique.condition())
                .with("sNamed", Ground.indexed(user.of("s"), "p.source"))
                .with("oNamed", Ground.indexed(user.of("o"), "p.target"))
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
                {pairs}
                SELECT transfer_id, count(*) AS rows FROM (SELECT p.transfer_id {from} FOR UPDATE OF s, o) c
                GROUP BY transfer_id
                """)
                .with("pairs", ground.pairs())
                .with("from", from())
                .sql();
    }

    List<SqlIdentifier> stableKey() {
        return ground.table().stableKey();
    }
}
