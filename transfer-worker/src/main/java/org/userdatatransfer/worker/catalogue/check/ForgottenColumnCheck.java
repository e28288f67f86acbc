package org.userdatatransfer.worker.catalogue.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.check.Finding.Severity;
import org.userdatatransfer.worker.catalogue.schema.ColumnRef;
import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * Whether every column that refers to a user moves or deliberately stays: nobody's data is forgotten.
 *
 * @param keeps per table that belongs to no data type the columns that stay
 */
record ForgottenColumnCheck(
        ProductTables product, Map<String, List<String>> keeps, boolean strict, Findings findings) {

    void run() {
        var identities = product.identityColumns();
        for (var table : product.schema().tables().values().stream()
                .sorted((a, b) -> a.table().compareTo(b.table()))
                .toList()) {
            for (var key : table.foreignKeys()) {
                for (var i = 0; i < key.columns().size(); i++) {
                    var column = new ColumnRef(table.table(), key.columns().get(i));
                    var refersTo = new ColumnRef(key.parent(), key.parentColumns().get(i));
                    if (identities.contains(refersTo) && !identities.contains(column) && !isKnown(column)) {
                        forgotten(key, column);
                    }
                }
            }
        }
        keeps.forEach(this::isThere);
    }

    private boolean isKnown(ColumnRef column) {
        return product.claimed().contains(column)
                || keeps.entrySet().stream()
                        .filter(e -> table(e.getKey()).filter(column.table()::equals).isPresent())
                        .anyMatch(e -> e.getValue().contains(column.column().name()));
    }

    private Optional<SqlTable> table(String name) {
        return product.schema().find(SqlTable.parse(name)).map(TableShape::table);
    }

    private void forgotten(ForeignKey key, ColumnRef column) {
        var owners = product.owners(column.table());
        findings.add(
                strict ? Severity.ERROR : Severity.WARNING,
                "Product '%s', table %s".formatted(product.product(), column.table()),
                "column %s refers to a user by foreign key %s and belongs to no data type: its rows stay with the source"
                        .formatted(column.column(), key.name()),
                owners.isEmpty()
                        ? "Make it a data type, or write products.%s.keeps.%s: [%s]"
                                .formatted(product.product(), yamlKey(column.table()), column.column())
                        : "Write it into %s.users, or into %1$s.keeps if it is to stay"
                                .formatted(owners.getFirst().path()));
    }

    /** The table's name, and where that means none or another table, its schema's as well, written as YAML wants it. */
    private String yamlKey(SqlTable table) {
        return table(table.name().name()).filter(table::equals).isPresent()
                ? table.name().name()
                : "\"[%s]\"".formatted(table);
    }

    private void isThere(String name, List<String> columns) {
        var table = product.schema().find(SqlTable.parse(name));
        for (var column : columns) {
            if (table.flatMap(t -> t.column(new SqlIdentifier(column))).isEmpty()) {
                findings.warning(
                        "Product '%s', table %s".formatted(product.product(), name),
                        "there is no column %s".formatted(column),
                        "Correct products.%s.keeps.%s".formatted(product.product(), name));
            }
        }
    }
}
