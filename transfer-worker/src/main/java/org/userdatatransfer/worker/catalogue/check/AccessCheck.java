package org.userdatatransfer.worker.catalogue.check;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.catalogue.schema.Privilege;
import org.userdatatransfer.worker.catalogue.schema.TableShape;

/** Whether the worker's statements can do with a table and its partitions what a transfer does. */
record AccessCheck(CheckedTable table, Findings findings) {

    void run() {
        var needed = EnumSet.of(Privilege.SELECT, Privilege.UPDATE);
        if (table.losesRows()) {
            needed.addAll(Set.of(Privilege.INSERT, Privilege.DELETE));
        }
        check(table.shape(), needed);
        table.shape().leaves().stream()
                .filter(leaf -> !leaf.equals(table.shape().table()))
                .map(table.schema()::table)
                .forEach(leaf -> check(leaf, needed));
    }

    /**
     * Whether the worker's role may, no policy hides rows from it, and no rule makes something else of its statements.
     */
    void check(TableShape shape, Set<Privilege> needed) {
        var place = CheckedTable.place(table.type(), shape.table());
        missing(shape, needed, place, findings);
        if (shape.rowSecurity()) {
            findings.hiddenRows(place);
        }
        if (!Collections.disjoint(shape.rewritten(), needed)) {
            findings.rewritten(place, shape);
        }
    }

    /** The privileges alone, of any table. */
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
