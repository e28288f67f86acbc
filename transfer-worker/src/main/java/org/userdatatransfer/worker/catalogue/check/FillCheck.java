package org.userdatatransfer.worker.catalogue.check;

import static org.userdatatransfer.worker.catalogue.check.CheckedTable.list;

import java.util.Map;

/** Whether the columns that keep whom a row was moved from can do so. */
record FillCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        var fill = table.table().fill();
        fill.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(e -> {
            if (!table.isUser(e.getValue())) {
                findings.error(
                        table.place(),
                        "column %s is filled from %s, which does not move".formatted(e.getKey(), e.getValue()),
                        "Name a user column in %s.fill".formatted(table.path()));
            }
            if (table.isUser(e.getKey()) || table.isGenerated(e.getKey())) {
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
            new UserTypeCheck(product, table, findings).holdsUsers("filled", e.getKey(), "fill");
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
}
