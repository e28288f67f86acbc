package org.userdatatransfer.worker.catalogue.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.userdatatransfer.worker.catalogue.CatalogueProperties;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.Product;

/** Whether the tables of a data type, and the columns that it names of them, are there. */
record TableCheck(CatalogueProperties properties, Map<Product, ProductSchema> schemas, Findings findings) {

    /** Those that can be looked at further; the others are reported. */
    List<CheckedTable> tables(DataType type) {
        var schema = schemas.get(type.product());
        var found = new ArrayList<CheckedTable>();
        var missing = new ArrayList<String>();
        var entries = properties.types().get(type.name().value()).entries().iterator();
        for (var configured : type.tables()) {
            var table = LiveCatalogue.completed(configured, schema);
            var entry = entries.next();
            var shape = schema.find(table.table());
            if (shape.isEmpty()) {
                missing.add(entry);
            } else {
                var checked = new CheckedTable(type, entry, table, shape.get(), schema);
                if (new NamedColumns(checked, findings).areThere()) {
                    found.add(checked);
                }
            }
        }
        if (!type.optional() || missing.size() < type.tables().size()) {
            missing.forEach(entry -> missing(type, entry));
        }
        return found;
    }

    private void missing(DataType type, String entry) {
        var table = properties.types().get(type.name().value()).tables().get(entry);
        findings.error(
                CheckedTable.place(type, SqlTable.parse(table.name() == null ? entry : table.name())),
                "there is no such table in the database of product '%s'%s"
                        .formatted(
                                type.product(),
                                type.optional() ? ", though others of this optional type are there" : ""),
                "Correct %s.name (schema.table where the search path does not lead to it)%s"
                        .formatted(
                                CheckedTable.path(type, entry),
                                type.optional()
                                        ? ""
                                        : ", or write optional: true under types.%s if an installation may lack it"
                                                .formatted(type.name())));
    }
}
