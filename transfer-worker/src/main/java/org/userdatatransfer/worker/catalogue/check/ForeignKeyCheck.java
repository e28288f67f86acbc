package org.userdatatransfer.worker.catalogue.check;

import static org.userdatatransfer.worker.catalogue.check.CheckedTable.list;

import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether a foreign key contains a user column: a row that moves would part from the row at the other end. */
record ForeignKeyCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        table.shape().references().stream()
                .filter(key -> !table.usersAmong(key.parentColumns()).isEmpty())
                .forEach(this::referred);
        if (product.userType().isEmpty()) {
            return;
        }
        table.table().users().forEach(this::namesUsers);
        var identities = product.identityTables();
        table.shape().foreignKeys().stream()
                .filter(key -> !table.usersAmong(key.columns()).isEmpty() && !identities.contains(key.parent()))
                .filter(key -> !movesWith(key))
                .forEach(this::referring);
    }

    /** What refers to another column of the users, such as a number of theirs, is not what their id is. */
    private void namesUsers(SqlIdentifier user) {
        var referred = table.shape().foreignKeys().stream()
                .filter(key -> key.columns().contains(user))
                .map(key -> key.refersTo(user))
                .filter(column -> product.identityTables().contains(column.table()))
                .toList();
        if (!referred.isEmpty() && referred.stream().noneMatch(product.ids()::contains)) {
            findings.noUsers(
                    table.place(),
                    "the user column %s refers to column %s of %s, but users of product '%s' are known by %s.%s"
                            .formatted(
                                    user,
                                    referred.getFirst().column(),
                                    referred.getFirst().table(),
                                    product.product(),
                                    product.users().table(),
                                    product.users().id()),
                    product.users(),
                    table.path() + ".users");
        }
    }

    private void referred(ForeignKey key) {
        findings.error(
                table.place(),
                "foreign key %s of %s (%s) refers to the user column %s, which a move would change under it"
                        .formatted(
                                key.name(),
                                key.child(),
                                list(key.columns()),
                                list(table.usersAmong(key.parentColumns()))),
                "Let the foreign key do without the user column; what it says of the user, a transfer takes care of");
    }

    private void referring(ForeignKey key) {
        if (product.owners(key.parent()).isEmpty()) {
            findings.warning(
                    table.place(),
                    "foreign key %s (%s) to %s contains the user column %s, so that a row moves only if there is one for the target"
                            .formatted(
                                    key.name(),
                                    list(key.columns()),
                                    key.parent(),
                                    list(table.usersAmong(key.columns()))),
                    "Make sure that there is one for every user who may receive data");
        } else {
            findings.error(
                    table.place(),
                    "foreign key %s (%s) to %s contains the user column %s, which a move would change on one side only"
                            .formatted(
                                    key.name(),
                                    list(key.columns()),
                                    key.parent(),
                                    list(table.usersAmong(key.columns()))),
                    "Let the foreign key do without the user column");
        }
    }

    /** What it refers to is a user column too, and reported there. */
    private boolean movesWith(ForeignKey key) {
        return product.owners(key.parent()).stream()
                .anyMatch(parent -> !parent.usersAmong(key.parentColumns()).isEmpty());
    }
}
