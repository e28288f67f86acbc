package org.userdatatransfer.worker.oracle;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One data type while it is transferred: the rows as they are by now, and what has become of some of them. */
final class TransferStep {

    private final Map<String, Set<Row>> tables;
    private final UserPair pair;
    private final List<UserColumn> users;
    private long archived;
    private long moved;
    private long collapsed;

    TransferStep(Map<String, Set<Row>> tables, UserPair pair, List<UserColumn> users) {
        this.tables = tables;
        this.pair = pair;
        this.users = users;
    }

    UserPair pair() {
        return pair;
    }

    long archived() {
        return archived;
    }

    long moved() {
        return moved;
    }

    long collapsed() {
        return collapsed;
    }

    /** The rows that pass, at this moment. */
    List<Row> rows(String table, Predicate<Row> test) {
        return tables.getOrDefault(table, Set.of()).stream().filter(test).toList();
    }

    List<Row> ofSource(String table, String user) {
        return rows(table, row -> row.has(user, pair.source()));
    }

    List<Row> ofTarget(String table, String user) {
        return rows(table, row -> row.has(user, pair.target()));
    }

    /** The pairs of this type that name the user. */
    long pairsOf(String user) {
        return users.stream()
                .mapToLong(column -> rows(column.table(), row -> row.has(column.name(), user))
                        .size())
                .sum();
    }

    void replace(String table, Row row, Row by) {
        if (!tables.get(table).remove(row) || !tables.get(table).add(by)) {
            throw new IllegalStateException("Cannot put %s in the place of %s in %s".formatted(by, row, table));
        }
    }

    /** Takes a row away; every user column of it that names one of the two is an archived pair. */
    void archive(String table, Row row) {
        if (!tables.get(table).remove(row)) {
            throw new IllegalStateException("No such row in %s: %s".formatted(table, row));
        }
        archived += users.stream()
                .filter(column -> column.table().equals(table))
                .filter(column -> row.has(column.name(), pair.source()) || row.has(column.name(), pair.target()))
                .count();
    }

    /** Takes a row away in favour of the other user's. */
    void collapse(String table, Row loser) {
        archive(table, loser);
        collapsed++;
    }

    /** Every row of the source that, once the target's, would be like one of the target's, with that one. */
    List<Clash> clashes(String table, String user, BiPredicate<Row, Row> alike) {
        return ofSource(table, user).stream()
                .flatMap(source -> ofTarget(table, user).stream()
                        .filter(target -> alike.test(source, target))
                        .map(target -> new Clash(source, target)))
                .toList();
    }

    List<Clash> clashes(String table, String user, String... columns) {
        return clashes(table, user, (source, target) -> source.alike(target, List.of(columns)));
    }

    /** A row of the source and one of the target of which only one can stay. */
    record Clash(Row source, Row target) {}

    /** The target's row stays wherever both have one. */
    void keepTarget(String table, String user, String... columns) {
        new LinkedHashSet<>(clashes(table, user, columns).stream().map(Clash::source).toList())
                .forEach(loser -> collapse(table, loser));
    }

    /** What names the source in this column names the target. */
    void move(String table, String user) {
        move(table, user, row -> row);
    }

    void move(String table, String user, UnaryOperator<Row> alsoChange) {
        for (var row : ofSource(table, user)) {
            replace(table, row, alsoChange.apply(row).with(user, pair.target()));
            moved++;
        }
    }

    /** The target's rows give way to the source's. */
    void overwrite(String table, String user) {
        ofTarget(table, user).forEach(row -> archive(table, row));
        move(table, user);
    }

    /** Removes the children of rows that are about to be removed, whoever they name. */
    void archiveChildren(String child, String reference, List<Row> parents, String key) {
        var keys = parents.stream().map(parent -> parent.text(key)).toList();
        rows(child, row -> row.get(reference).filter(keys::contains).isPresent()).forEach(row -> archive(child, row));
    }

    /** The greatest number in a column of some rows. */
    Optional<Long> greatest(List<Row> rows, String column) {
        return rows.stream().map(row -> row.number(column)).max(Comparator.naturalOrder());
    }
}
