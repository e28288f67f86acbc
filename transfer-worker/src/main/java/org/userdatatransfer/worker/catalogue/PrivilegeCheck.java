package org.userdatatransfer.worker.catalogue;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.catalogue.TableShape.Privilege;

/** Whether the worker's database role may do with a table, its partitions and its children what a transfer does. */
record PrivilegeCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        var needed = EnumSet.of(Privilege.SELECT, Privilege.UPDATE);
        if (table.losesRows()) {
            needed.addAll(Set.of(Privilege.INSERT, Privilege.DELETE));
            table.shape().references().stream()
                    .map(key -> key.child())
                    .filter(child -> product.owners(child).isEmpty())
                    .distinct()
                    .forEach(this::child);
        }
        check(table.shape(), needed);
        table.shape().leaves().stream()
                .filter(leaf -> !leaf.equals(table.shape().table()))
                .map(table.schema()::table)
                .forEach(leaf -> check(leaf, needed));
    }

    /** Its rows go and come back with their parents, or get another parent. */
    private void child(SqlTable child) {
        var reparented = table.collapses().stream()
                .flatMap(rule -> rule.reparent().stream())
                .anyMatch(reparent -> table.schema().table(reparent.child()).table().equals(child));
        check(
                table.schema().table(child),
                reparented
                        ? EnumSet.of(Privilege.SELECT, Privilege.UPDATE)
                        : EnumSet.of(Privilege.SELECT, Privilege.INSERT, Privilege.DELETE));
    }

    private void check(TableShape shape, Set<Privilege> needed) {
        missing(shape, needed, CheckedTable.place(table.type(), shape.table()), findings);
    }

    /** The same for any table. */
    static void missing(TableShape shape, Set<Privilege> needed, String place, Findings findings) {
        var missing = needed.stream()
                .filter(privilege -> !shape.privileges().contains(privilege))
                .sorted()
                .map(Privilege::name)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            findings.error(
                    place,
                    "the worker's database role lacks %s on %s".formatted(missing, shape.table()),
                    "GRANT %s ON %s TO that role".formatted(missing, shape.table().sql()));
        }
    }
}
