package org.userdatatransfer.worker.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.Catalogue.JoinedTypes;
import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/** The catalogue together with the tables it is about: names completed, groups derived from foreign keys. */
public record LiveCatalogue(Catalogue catalogue, Map<Product, ProductSchema> schemas) {

    public LiveCatalogue {
        schemas = Map.copyOf(schemas);
    }

    /**
     * @param properties the catalogue as configured
     * @param schemas the databases as they are
     * @throws IllegalArgumentException if the configuration contradicts itself, naming the place
     */
    public static LiveCatalogue of(CatalogueProperties properties, Map<Product, ProductSchema> schemas) {
        var configured = new ConfiguredCatalogue(properties);
        var types = configured.dataTypes().stream()
                .map(type -> completed(type, schemas))
                .toList();
        return new LiveCatalogue(new Catalogue(configured.usersTables(), types, joined(types, schemas)), schemas);
    }

    public ProductSchema schema(Product product) {
        return schemas.get(product);
    }

    private static DataType completed(DataType type, Map<Product, ProductSchema> schemas) {
        var schema = Optional.ofNullable(schemas.get(type.product()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Data type '%1$s' belongs to product '%2$s', which has no database: set user-data-transfer.products.%2$s.url"
                                .formatted(type.name(), type.product())));
        return new DataType(
                type.name(),
                type.product(),
                type.strategy(),
                type.tables().stream().map(t -> completed(t, schema)).toList(),
                type.after(),
                type.together(),
                type.optional(),
                type.live());
    }

    public static UserTable completed(UserTable table, ProductSchema schema) {
        return new UserTable(
                fullName(table.table(), schema),
                table.key(),
                table.users(),
                table.keeps(),
                table.fill(),
                table.rules(),
                table.children().stream().map(c -> fullName(c, schema)).toList(),
                table.flags());
    }

    private static SqlTable fullName(SqlTable name, ProductSchema schema) {
        return schema.find(name).map(TableShape::table).orElse(name);
    }

    /** Types whose rows would go with, or hold back, rows that another type removes. */
    private static List<JoinedTypes> joined(List<DataType> types, Map<Product, ProductSchema> schemas) {
        var joined = new ArrayList<JoinedTypes>();
        for (var parent : types) {
            for (var table : parent.tables()) {
                if (parent.losesRows(table)) {
                    schemas.get(parent.product())
                            .find(table.table())
                            .map(TableShape::references)
                            .orElse(List.of())
                            .forEach(key -> ownersOf(key, types, parent)
                                    .forEach(child -> joined.add(new JoinedTypes(parent.name(), child))));
                }
            }
        }
        return joined;
    }

    private static List<DataTypeName> ownersOf(ForeignKey key, List<DataType> types, DataType parent) {
        return types.stream()
                .filter(t -> t.product().equals(parent.product()) && !t.name().equals(parent.name()))
                .filter(t -> t.table(key.child()).isPresent())
                .map(DataType::name)
                .toList();
    }
}
