package org.userdatatransfer.worker.catalogue.check;

import static org.userdatatransfer.worker.catalogue.check.CheckedTable.list;

import java.util.HashSet;
import org.userdatatransfer.worker.catalogue.schema.Column;

/** Whether a table's rows can be told from others, before and after they are moved. */
record KeyCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        table.shape()
                .inheritors()
                .forEach(inheritor -> findings.inherited(table.place(), table.shape(), inheritor, "moved and removed"));
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
            if (table.shape().column(column).filter(Column::notNull).isEmpty()) {
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
}
