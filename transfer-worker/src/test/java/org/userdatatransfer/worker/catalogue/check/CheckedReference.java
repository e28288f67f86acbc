package org.userdatatransfer.worker.catalogue.check;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.userdatatransfer.worker.catalogue.CatalogueProperties;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.transfer.Product;

/**
 * The reference databases and the shipped catalogue, one thing changed.
 *
 * @param qm statements for Quality Management
 * @param wfm statements for Workforce Management
 * @param yaml what a deployer's file says below {@code user-data-transfer.catalogue}
 */
public record CheckedReference(List<String> qm, List<String> wfm, String yaml) {

    /** Where nothing in the databases is changed, one look at them is enough. */
    private static final class Unchanged {
        private static final Map<Product, ProductSchema> SCHEMAS = read(List.of(), List.of());
    }

    /** They end with the server. */
    private static final class Originals {
        private static final ReferenceDatabases DATABASES = ReferenceDatabases.empty(database -> {}, "bare");
    }

    public static CheckedReference asItIs() {
        return new CheckedReference(List.of(), List.of(), "");
    }

    static CheckedReference withQm(String... statements) {
        return new CheckedReference(List.of(statements), List.of(), "");
    }

    /** The worker's role has all privileges on the table, whichever product has it, and its policies show it no row. */
    static CheckedReference withPolicyOn(String table) {
        var statements = List.of(
                "ALTER TABLE IF EXISTS %s ENABLE ROW LEVEL SECURITY".formatted(table),
                "CREATE ROLE hidden_from",
                "GRANT ALL ON ALL TABLES IN SCHEMA public TO hidden_from",
                "SET ROLE hidden_from");
        return new CheckedReference(statements, statements, "");
    }

    public static CheckedReference withWfm(String... statements) {
        return new CheckedReference(List.of(), List.of(statements), "");
    }

    public static CheckedReference withCatalogue(String yaml) {
        return asItIs().andCatalogue(yaml);
    }

    CheckedReference andCatalogue(String yaml) {
        return new CheckedReference(qm, wfm, yaml);
    }

    /** What the check finds, as a person reads it. */
    List<String> findings() {
        return SchemaCheck.findings(catalogue(), schemas()).stream()
                .map(Finding::toString)
                .toList();
    }

    public CatalogueProperties catalogue() {
        return yaml.isEmpty() ? Catalogues.shipped() : Catalogues.shippedWith(yaml);
    }

    public Map<Product, ProductSchema> schemas() {
        return qm.isEmpty() && wfm.isEmpty() ? Unchanged.SCHEMAS : read(qm, wfm);
    }

    private static Map<Product, ProductSchema> read(List<String> qm, List<String> wfm) {
        return Map.of(
                new Product("qm"), after(qm, Originals.DATABASES.qm()),
                new Product("wfm"), after(wfm, Originals.DATABASES.wfm()));
    }

    /** The schema that the statements make, which nobody else gets to see. */
    private static ProductSchema after(List<String> statements, DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var sql : statements) {
                statement.execute(sql);
            }
            var schema = SchemaReader.read(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            connection.rollback();
            return schema;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
