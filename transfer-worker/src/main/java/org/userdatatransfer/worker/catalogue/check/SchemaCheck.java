package org.userdatatransfer.worker.catalogue.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.Catalogue;
import org.userdatatransfer.worker.catalogue.CatalogueProperties;
import org.userdatatransfer.worker.catalogue.ConfiguredCatalogue;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.UsersTable;
import org.userdatatransfer.worker.catalogue.schema.ColumnRef;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.transfer.Product;

/**
 * Holds the catalogue against the databases as they are: whatever a transfer could not do safely is found before the
 * first one starts. Looks at values only.
 */
public final class SchemaCheck {

    private final CatalogueProperties properties;
    private final Map<Product, ProductSchema> schemas;
    private final Findings findings = new Findings();

    private SchemaCheck(CatalogueProperties properties, Map<Product, ProductSchema> schemas) {
        this.properties = properties;
        this.schemas = schemas;
    }

    /**
     * Everything that is wrong, errors and warnings, in the catalogue's order.
     *
     * @param properties the catalogue as configured
     * @param schemas the databases of the configured products
     */
    public static List<Finding> findings(CatalogueProperties properties, Map<Product, ProductSchema> schemas) {
        var check = new SchemaCheck(properties, schemas);
        check.run();
        return check.findings.all();
    }

    /**
     * Lets only a catalogue without errors pass.
     *
     * @return the warnings
     * @throws UnsoundCatalogueException with every finding, if one is an error
     */
    public static List<Finding> refuseUnlessSound(CatalogueProperties properties, Map<Product, ProductSchema> schemas) {
        var findings = findings(properties, schemas);
        if (findings.stream().anyMatch(Finding::isError)) {
            throw new UnsoundCatalogueException(findings);
        }
        return findings;
    }

    private void run() {
        var configured = new ConfiguredCatalogue(properties);
        var faults = configured.faults();
        if (!faults.isEmpty()) {
            faults.forEach(fault -> findings.error("Catalogue", fault, "Nothing else was checked"));
            return;
        }
        var types = configured.dataTypes();
        products(types);
        var users = configured.usersTables();
        var catalogue = catalogue(users, types);
        var reachable = types.stream()
                .filter(t -> schemas.containsKey(t.product()) && users.containsKey(t.product()))
                .toList();
        var check = new TableCheck(properties, schemas, findings);
        var tables = reachable.stream().flatMap(t -> check.tables(t).stream()).toList();
        schemas.forEach((product, schema) -> Optional.ofNullable(users.get(product)).ifPresent(u -> {
            var ofProduct = new ProductTables(
                    product,
                    schema,
                    u,
                    tables.stream().filter(t -> t.type().product().equals(product)).toList(),
                    claimed(reachable, product, schema),
                    catalogue);
            check(ofProduct);
        }));
    }

    /** The columns that some data type moves or keeps, whatever else is wrong with it. */
    private static Set<ColumnRef> claimed(List<DataType> types, Product product, ProductSchema schema) {
        return types.stream()
                .filter(t -> t.product().equals(product))
                .flatMap(t -> t.tables().stream())
                .map(t -> LiveCatalogue.completed(t, schema))
                .flatMap(t -> Stream.concat(t.users().stream(), t.keeps().stream())
                        .map(column -> new ColumnRef(t.table(), column)))
                .collect(Collectors.toSet());
    }

    private void check(ProductTables product) {
        new UsersTableCheck(product, findings).run();
        for (var table : product.tables()) {
            new KeyCheck(product, table, findings).run();
            new UserColumnCheck(product, table, findings).run();
            new FillCheck(product, table, findings).run();
            new FlagCheck(product, table, findings).run();
            new AccessCheck(table, findings).run();
            new UniqueKeyCheck(table, findings).run();
            table.table().rules().forEach(rule -> new RuleCheck(new CheckedRule(table, rule, findings)).run());
            new ReparentCheck(product, table, findings).run();
            new ChildrenCheck(product, table, findings).run();
            new RemovalCheck(product, table, findings).run();
            new ForeignKeyCheck(product, table, findings).run();
        }
        var users = properties.products().get(product.product().value());
        new ForgottenColumnCheck(product, users.keeps(), properties.strict(), findings).run();
    }

    private void products(List<DataType> types) {
        var used = types.stream().map(DataType::product).collect(Collectors.toCollection(TreeSet::new));
        for (var product : used) {
            if (!schemas.containsKey(product)) {
                findings.error(
                        "Product '%s'".formatted(product),
                        "it has data types but no database",
                        "Set user-data-transfer.products.%s.url, or take its types away with enabled: false"
                                .formatted(product));
            }
        }
        used.addAll(schemas.keySet());
        for (var product : used) {
            if (!properties.products().containsKey(product.value())) {
                findings.error(
                        "Product '%s'".formatted(product),
                        "the catalogue does not say where it keeps its users",
                        "Write products.%s with table and id".formatted(product));
            }
        }
    }

    /** The types in their order, if they have one. */
    private Optional<Catalogue> catalogue(Map<Product, UsersTable> users, List<DataType> types) {
        try {
            return Optional.of(new Catalogue(users, types, List.of()));
        } catch (IllegalArgumentException e) {
            findings.error("Catalogue", String.valueOf(e.getMessage()), "Correct after and together under types");
            return Optional.empty();
        }
    }
}
