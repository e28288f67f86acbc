package org.userdatatransfer.worker.catalogue;

import static org.userdatatransfer.worker.catalogue.ConfiguredFields.at;
import static org.userdatatransfer.worker.catalogue.ConfiguredFields.columns;
import static org.userdatatransfer.worker.catalogue.ConfiguredFields.required;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/** What the catalogue as YAML has it means; or what in it cannot be read, and where that is. */
public record ConfiguredCatalogue(CatalogueProperties properties) {

    /** With nothing that means something in a plan hash, or where the fence keeps what is about no data type. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}]+([-_. ]+[\\p{L}\\p{N}]+)*");

    /** @throws IllegalArgumentException if one cannot be read, naming the place */
    public Map<Product, UsersTable> usersTables() {
        var tables = new LinkedHashMap<Product, UsersTable>();
        properties.products().forEach((product, users) ->
                tables.put(new Product(product), at(productPath(product), () -> usersTable(users))));
        return tables;
    }

    /** @throws IllegalArgumentException if one cannot be read, naming the place */
    public List<DataType> dataTypes() {
        var found = new ArrayList<DataType>();
        properties.types().forEach((name, type) -> {
            if (type.enabled()) {
                found.add(at(typePath(name), () -> dataType(name, type)));
            }
        });
        return found;
    }

    /** What cannot be read at all, each with its place. */
    public List<String> faults() {
        var faults = new ArrayList<String>();
        properties.products().forEach((product, users) ->
                fault(productPath(product), () -> usersTable(users)).ifPresent(faults::add));
        properties.types().forEach((name, type) -> {
            if (type.enabled()) {
                fault(typePath(name), () -> dataType(name, type)).ifPresent(faults::add);
            }
        });
        return faults;
    }

    private static Optional<String> fault(String path, Supplier<?> read) {
        try {
            at(path, read);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static UsersTable usersTable(CatalogueProperties.Users users) {
        users.keeps().forEach((table, columns) -> {
            SqlTable.parse(table);
            columns("keeps", columns);
        });
        return new UsersTable(
                SqlTable.parse(required("table", users.table())),
                new SqlIdentifier(required("id", users.id())),
                new SqlIdentifier(users.suiteId()),
                new SqlIdentifier(users.tenant()),
                new SqlIdentifier(users.active()));
    }

    private static DataType dataType(String name, CatalogueProperties.Type type) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no name of a data type: write letters and digits, and '-', '_', '.' or blanks between them"
                            .formatted(name));
        }
        if (type.entries().isEmpty()) {
            throw new IllegalArgumentException(
                    "it has no tables: name at least one under tables, or write enabled: false");
        }
        return new DataType(
                new DataTypeName(name),
                new Product(required("product", type.product())),
                required("strategy", type.strategy()),
                type.entries().stream()
                        .map(entry -> at("tables." + entry, () -> userTable(entry, type)))
                        .toList(),
                type.after().stream().map(DataTypeName::new).collect(Collectors.toSet()),
                type.together().stream().map(DataTypeName::new).collect(Collectors.toSet()),
                type.optional(),
                type.live());
    }

    private static UserTable userTable(String entry, CatalogueProperties.Type type) {
        return new ConfiguredTable(entry, type.tables().get(entry)).userTable();
    }

    private static String productPath(String product) {
        return CatalogueProperties.PREFIX + ".products." + product;
    }

    private static String typePath(String type) {
        return CatalogueProperties.PREFIX + ".types." + type;
    }
}
