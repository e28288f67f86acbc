package org.userdatatransfer.worker;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.userdatatransfer.worker.catalogue.CatalogueProperties;
import org.userdatatransfer.worker.catalogue.check.Finding;
import org.userdatatransfer.worker.catalogue.check.SchemaCheck;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.products.ProductSettings;
import org.userdatatransfer.worker.transfer.Product;

/**
 * Checks a catalogue without starting the worker: needs the products' connections only, and writes nowhere. The
 * configuration is found as the worker finds its own.
 */
final class CatalogueCheckCommand {

    private static final String OPTION = "--check-catalogue";

    private CatalogueCheckCommand() {}

    /** What the command needs of the application; no component, lest the worker picks it up. */
    @EnableConfigurationProperties({CatalogueProperties.class, ProductSettings.class})
    static class Settings {}

    static boolean isAskedFor(String[] args) {
        return List.of(args).contains(OPTION);
    }

    /** @return 0 if the worker would start with this catalogue, else 1 */
    static int run(String[] args, PrintStream out) {
        try (var context = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties("logging.level.com.zaxxer.hikari=off")
                .run(args)) {
            var schemas = schemas(context.getBean(ProductSettings.class), out);
            if (schemas.isEmpty()) {
                return 1;
            }
            return report(SchemaCheck.findings(context.getBean(CatalogueProperties.class), schemas), out);
        }
    }

    private static Map<Product, ProductSchema> schemas(ProductSettings settings, PrintStream out) {
        var schemas = new TreeMap<Product, ProductSchema>();
        for (var entry : settings.products().entrySet()) {
            var product = new Product(entry.getKey());
            try {
                schemas.put(
                        product,
                        ProductDatabases.look(
                                product, entry.getValue(), database -> SchemaReader.read(database.jdbc())));
            } catch (RuntimeException e) {
                out.printf("Product '%s': cannot read %s: %s%n", product, entry.getValue(), e.getMessage());
                return Map.of();
            }
        }
        if (schemas.isEmpty()) {
            out.println("No product has a database: set user-data-transfer.products.<product>.url");
        }
        return schemas;
    }

    private static int report(List<Finding> findings, PrintStream out) {
        findings.forEach(out::println);
        var errors = findings.stream().filter(Finding::isError).count();
        out.printf(
                "%d errors, %d warnings%s%n",
                errors,
                findings.size() - errors,
                errors == 0 ? ": the worker accepts this catalogue" : ": the worker refuses to start");
        return errors == 0 ? 0 : 1;
    }
}
