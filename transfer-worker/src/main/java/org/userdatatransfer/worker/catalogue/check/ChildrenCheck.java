package org.userdatatransfer.worker.catalogue.check;

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
            } else if (!product.leadsTo(shape.get().table(), table.table().table())) {
                findings.error(
                        table.place(),
                        "no foreign key leads from %s here, so that its rows are nobody's children".formatted(child),
                        "Take it out of %s.children, or add the foreign key".formatted(table.path()));
            }
        }
    }
}
