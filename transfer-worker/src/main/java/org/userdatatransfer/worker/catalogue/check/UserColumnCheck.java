package org.userdatatransfer.worker.catalogue.check;

import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether a table's user columns can be moved, and no other type moves them too. */
record UserColumnCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
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
            if (table.isGenerated(user)) {
                findings.error(
                        table.place(),
                        "the user column %s is generated and cannot be set".formatted(user),
                        "Name the column it is generated from in %s.users".formatted(table.path()));
            }
            new UserTypeCheck(product, table, findings).holdsUsers("user", user, "users");
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
}
