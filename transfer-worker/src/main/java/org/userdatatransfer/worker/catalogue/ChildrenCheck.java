package org.userdatatransfer.worker.catalogue;

import java.util.HashSet;
import java.util.Set;
import org.userdatatransfer.worker.sql.SqlTable;

/** Whether the tables that the catalogue calls a table's children are. */
record ChildrenCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        for (var child : table.table().children()) {
            var shape = product.schema().find(child);
            if (shape.isEmpty()) {
                findings.error(
                        table.place(),
                        "there is no table %s".formatted(child),
                        "Correct %s.children".formatted(table.path()));
            } else if (!leadsHere(shape.get(), new HashSet<>())) {
                findings.error(
                        table.place(),
                        "no foreign key leads from %s here, so that its rows are nobody's children".formatted(child),
                        "Take it out of %s.children, or add the foreign key".formatted(table.path()));
            }
        }
    }

    private boolean leadsHere(TableShape from, Set<SqlTable> seen) {
        return seen.add(from.table())
                && from.foreignKeys().stream()
                        .anyMatch(key -> key.parent().equals(table.table().table())
                                || leadsHere(product.schema().table(key.parent()), seen));
    }
}
