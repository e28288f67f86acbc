package org.userdatatransfer.worker.rowhistory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.Product;

/** The tables whose rows can be asked for, and by which columns. */
public record LedgerTables(LiveCatalogue live) {

    /** The tables of a product's data types, by their full names. */
    public Set<String> names(Product product) {
        var tables = new TreeSet<String>();
        userTables(product).forEach(table -> {
            tables.add(table.table().toString());
            table.children().forEach(child -> tables.add(child.toString()));
        });
        return tables;
    }

    private List<UserTable> userTables(Product product) {
        return live.catalogue().types(product).stream()
                .map(DataType::tables)
                .flatMap(List::stream)
                .toList();
    }

    /** A table of the product's data types, its schema left out where the search path leads to it. */
    public Optional<SqlTable> find(Product product, String name) {
        return live.schema(product)
                .find(SqlTable.parse(name))
                .map(TableShape::table)
                .filter(table -> names(product).contains(table.toString()));
    }

    /** The columns that tell the table's rows apart: those of the catalogue, or a child's own. */
    public List<SqlIdentifier> key(Product product, SqlTable table) {
        return userTables(product).stream()
                .filter(user -> user.table().equals(table))
                .findFirst()
                .map(UserTable::key)
                .orElseGet(() -> live.schema(product).table(table).rowKey());
    }
}
