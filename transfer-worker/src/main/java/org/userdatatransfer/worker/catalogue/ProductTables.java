package org.userdatatransfer.worker.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.Product;

/**
 * What the checks know of one product: its tables, and which of them the catalogue is about.
 *
 * @param claimed the columns that some data type moves or keeps
 */
record ProductTables(
        Product product, ProductSchema schema, UsersTable users, List<CheckedTable> tables, Set<Place> claimed) {

    /** A column of a table. */
    record Place(SqlTable table, SqlIdentifier column) {}

    List<CheckedTable> owners(SqlTable table) {
        return tables.stream().filter(t -> t.table().table().equals(table)).toList();
    }

    boolean isChild(SqlTable table) {
        return tables.stream().anyMatch(t -> t.table().children().contains(table));
    }

    Optional<TableShape> usersShape() {
        return schema.find(users.table());
    }

    /** The type of the product's own user ids, if the users table has them. */
    Optional<String> userType() {
        return usersShape().flatMap(s -> s.column(users.id())).map(TableShape.Column::type);
    }

    /** The columns that say who is who: in the users table, and in what its id refers to. */
    Set<Place> people() {
        var people = new LinkedHashSet<Place>();
        usersShape().ifPresent(shape -> {
            people.add(new Place(shape.table(), users.suiteId()));
            people.addAll(referredTo(new Place(shape.table(), users.id())));
        });
        return people;
    }

    private Set<Place> referredTo(Place start) {
        var found = new LinkedHashSet<Place>();
        var next = new ArrayList<>(List.of(start));
        while (!next.isEmpty()) {
            var place = next.removeFirst();
            if (found.add(place)) {
                schema.find(place.table()).stream()
                        .flatMap(shape -> shape.foreignKeys().stream())
                        .filter(key -> key.columns().contains(place.column()))
                        .map(key -> new Place(
                                key.parent(), key.parentColumns().get(key.columns().indexOf(place.column()))))
                        .forEach(next::add);
            }
        }
        return found;
    }

    Set<SqlTable> peopleTables() {
        return people().stream().map(Place::table).collect(Collectors.toSet());
    }
}
