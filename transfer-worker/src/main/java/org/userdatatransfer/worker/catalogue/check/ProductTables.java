package org.userdatatransfer.worker.catalogue.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.catalogue.Catalogue;
import org.userdatatransfer.worker.catalogue.UsersTable;
import org.userdatatransfer.worker.catalogue.schema.Column;
import org.userdatatransfer.worker.catalogue.schema.ColumnRef;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.Product;

/**
 * What the checks know of one product: its tables, and which of them the catalogue is about.
 *
 * @param claimed the columns that some data type moves or keeps
 * @param catalogue nothing if the data types have no order: that is reported once, and every order is taken for right
 */
record ProductTables(
        Product product,
        ProductSchema schema,
        UsersTable users,
        List<CheckedTable> tables,
        Set<ColumnRef> claimed,
        Optional<Catalogue> catalogue) {

    List<CheckedTable> owners(SqlTable table) {
        return tables.stream().filter(t -> t.table().table().equals(table)).toList();
    }

    boolean isChild(SqlTable table) {
        return tables.stream().anyMatch(t -> t.table().children().contains(table));
    }

    /** Whether foreign keys lead from one table to another. */
    boolean leadsTo(SqlTable child, SqlTable parent) {
        return leadsTo(child, parent, new HashSet<>());
    }

    private boolean leadsTo(SqlTable child, SqlTable parent, Set<SqlTable> seen) {
        return seen.add(child)
                && schema.table(child).foreignKeys().stream()
                        .anyMatch(key -> key.parent().equals(parent) || leadsTo(key.parent(), parent, seen));
    }

    Optional<TableShape> usersShape() {
        return schema.find(users.table());
    }

    /** The type of the product's own user ids, if the users table has them. */
    Optional<String> userType() {
        return usersShape().flatMap(s -> s.column(users.id())).map(Column::type);
    }

    /** Whether one data type waits for the other's, directly or not. */
    boolean comesAfter(CheckedTable later, CheckedTable earlier) {
        return catalogue.isEmpty()
                || catalogue.get().comesAfter(later.type().name(), earlier.type().name());
    }

    /** The columns that say who is who: in the users table, and in what its id refers to. */
    Set<ColumnRef> identityColumns() {
        var columns = new LinkedHashSet<ColumnRef>();
        usersShape().ifPresent(shape -> columns.add(new ColumnRef(shape.table(), users.suiteId())));
        columns.addAll(ids());
        return columns;
    }

    /** The columns that hold the product's own ids of its users: that of the users table, and what it refers to. */
    Set<ColumnRef> ids() {
        return usersShape()
                .map(shape -> referredTo(new ColumnRef(shape.table(), users.id())))
                .orElse(Set.of());
    }

    private Set<ColumnRef> referredTo(ColumnRef start) {
        var found = new LinkedHashSet<ColumnRef>();
        var next = new ArrayList<>(List.of(start));
        while (!next.isEmpty()) {
            var column = next.removeFirst();
            if (found.add(column)) {
                schema.find(column.table()).stream()
                        .flatMap(shape -> shape.foreignKeys().stream())
                        .filter(key -> key.columns().contains(column.column()))
                        .map(key -> key.refersTo(column.column()))
                        .forEach(next::add);
            }
        }
        return found;
    }

    Set<SqlTable> identityTables() {
        return identityColumns().stream().map(ColumnRef::table).collect(Collectors.toSet());
    }
}
