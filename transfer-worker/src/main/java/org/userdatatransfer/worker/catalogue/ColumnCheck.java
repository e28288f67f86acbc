package org.userdatatransfer.worker.catalogue;

import static org.userdatatransfer.worker.catalogue.CheckedTable.list;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether a table's key tells its rows apart, its user columns can be moved, and no other type moves them too. */
record ColumnCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        key();
        users();
        fill();
        flags();
        table.shape()
                .inheritors()
                .forEach(inheritor -> findings.inherited(table.place(), table.shape(), inheritor, "moved and removed"));
    }

    private void key() {
        var key = table.table().key();
        if (!CheckedTable.isUniqueBy(table.shape(), new HashSet<>(key))) {
            findings.error(
                    table.place(),
                    "no primary key or unique key covers the key (%s); a partial one does not count"
                            .formatted(list(key)),
                    "Name the columns of one in %s.key".formatted(table.path()));
            return;
        }
        for (var column : table.table().stableKey()) {
            if (!notNull(column)) {
                findings.error(
                        table.place(),
                        "column %s of the key may be null, and such a row could not be found again for an undo"
                                .formatted(column),
                        "Declare it NOT NULL, or name another key in %s.key".formatted(table.path()));
            }
        }
        for (var other : product.owners(table.table().table())) {
            other.usersAmong(table.table().stableKey()).forEach(column -> findings.error(
                    table.place(),
                    "column %s of the key is moved by %s, so that rows could not be found again for an undo"
                            .formatted(column, other.path()),
                    "Name a key without it in %s.key".formatted(table.path())));
        }
        for (var user : table.table().users()) {
            var rest = new HashSet<>(table.table().stableKey());
            rest.add(user);
            if (!CheckedTable.isUniqueBy(table.shape(), rest)) {
                findings.error(
                        table.place(),
                        "with user columns in the key (%s), rows moved by column %s could not be told from others when undone"
                                .formatted(list(key), user),
                        "Name a key without user columns in %s.key".formatted(table.path()));
            }
        }
    }

    private void users() {
        var users = table.table().users();
        if (users.isEmpty()) {
            findings.error(
                    table.place(), "it has no user column", "Name at least one in %s.users".formatted(table.path()));
        }
        for (var user : users) {
            if (table.table().keeps().contains(user)) {
                findings.error(
                        table.place(),
                        "column %s both moves and stays".formatted(user),
                        "Take it out of %s.users or %1$s.keeps".formatted(table.path()));
            }
            if (is(user, Column::generated)) {
                findings.error(
                        table.place(),
                        "the user column %s is generated and cannot be set".formatted(user),
                        "Name the column it is generated from in %s.users".formatted(table.path()));
            }
            holdsUsers("user", user, "users");
            claimedByOthers(user);
            if (table.shape().indexes().stream().noneMatch(i -> i.getFirst().equals(user))) {
                findings.warning(
                        table.place(),
                        "no index begins with the user column %s, so every transfer reads the whole table"
                                .formatted(user),
                        "CREATE INDEX ON %s (%s)".formatted(table.table().table().sql(), user.sql()));
            }
        }
    }

    private void holdsUsers(String what, SqlIdentifier column, String field) {
        var columnType = table.shape().typeOf(column);
        product.userType()
                .filter(type -> !SqlTypeFamily.of(type).mayBe(SqlTypeFamily.of(columnType)))
                .ifPresent(type -> findings.noUsers(
                        table.place(),
                        "the %s column %s is of type %s, but users of product '%s' are known by %s"
                                .formatted(what, column, columnType, product.product(), type),
                        product.users(),
                        table.path() + "." + field));
    }

    /** Reported at the later of two, naming the earlier. */
    private void claimedByOthers(SqlIdentifier user) {
        for (var other : product.owners(table.table().table())) {
            if (other.path().equals(table.path())) {
                return;
            }
            if (other.isUser(user)) {
                findings.error(
                        table.place(),
                        "column %s is also moved by %s".formatted(user, other.path()),
                        "Leave it to one of the two: take it out of %s.users".formatted(table.path()));
            }
        }
    }

    private void fill() {
        var fill = table.table().fill();
        fill.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(e -> {
            if (!table.isUser(e.getValue())) {
                findings.error(
                        table.place(),
                        "column %s is filled from %s, which does not move".formatted(e.getKey(), e.getValue()),
                        "Name a user column in %s.fill".formatted(table.path()));
            }
            if (table.isUser(e.getKey()) || generated(e.getKey())) {
                findings.error(
                        table.place(),
                        "column %s cannot be filled: it moves itself or is generated".formatted(e.getKey()),
                        "Take it out of %s.fill".formatted(table.path()));
            }
            if (product.owners(table.table().table()).stream()
                    .anyMatch(other -> other.isUser(e.getKey()) && !other.path().equals(table.path()))) {
                findings.error(
                        table.place(),
                        "column %s cannot be filled: another type moves it".formatted(e.getKey()),
                        "Take it out of %s.fill".formatted(table.path()));
            }
            table.uniques().stream()
                    .filter(u -> u.isAbout(e.getKey()))
                    .forEach(u -> findings.error(
                            table.place(),
                            "column %s cannot be filled: %s is about it, and rows may clash there then"
                                    .formatted(e.getKey(), UniqueKeyCheck.named(u)),
                            "Take it out of %s.fill".formatted(table.path())));
            holdsUsers("filled", e.getKey(), "fill");
        });
        for (var user : table.table().users()) {
            var filled = fill.keySet().stream()
                    .filter(column -> fill.get(column).equals(user))
                    .sorted()
                    .toList();
            if (filled.size() > 1) {
                findings.error(
                        table.place(),
                        "columns %s are all filled from %s, but a user column fills one at most"
                                .formatted(list(filled), user),
                        "Keep one of them in %s.fill".formatted(table.path()));
            }
        }
    }

    private void flags() {
        for (var flag : table.table().flags()) {
            switch (flag) {
                case FlagRule.SameUser(var name, var first, var second) -> {
                    if (table.usersAmong(List.of(first, second)).isEmpty()) {
                        findings.error(
                                table.place(),
                                "flag %s compares %s and %s, neither of which moves".formatted(name, first, second),
                                "Name a user column in %s.flags.%s.same-user".formatted(table.path(), name));
                    }
                    List.of(first, second).stream()
                            .filter(column -> !table.isUser(column))
                            .forEach(column -> holdsUsers("compared", column, "flags.%s.same-user".formatted(name)));
                }
                case FlagRule.Replaced r -> {}
                case FlagRule.Gained g -> {}
            }
        }
    }

    private boolean notNull(SqlIdentifier column) {
        return is(column, Column::notNull);
    }

    private boolean generated(SqlIdentifier column) {
        return is(column, Column::generated);
    }

    private boolean is(SqlIdentifier column, Predicate<Column> property) {
        return table.shape().column(column).filter(property).isPresent();
    }
}
