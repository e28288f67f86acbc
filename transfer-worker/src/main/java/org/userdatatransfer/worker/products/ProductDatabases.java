package org.userdatatransfer.worker.products;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.products.ProductSettings.Connection;
import org.userdatatransfer.worker.transfer.Product;

/** All products' databases, connected and migrated. */
public final class ProductDatabases implements AutoCloseable {

    private static final String SCHEMA = "user_data_transfer";

    /** What every connection is told first, whatever the driver, the role or the database say. */
    private static final String SETTINGS =
            """
            -- A policy that hides rows from us must be an error: a hidden row would be one left behind.
            SET row_security = off;
            -- We look for everything by an index: where two users have most rows, the planner would read all for
            -- everybody.
            SET enable_seqscan = off;
            -- Where there is no index, servers before 18 think that so expensive that they would compile each
            -- statement.
            SET jit = off;
            -- What we look for are a batch's users, of whom the planner knows nothing whoever they are: so one plan
            -- does for all. Where the server thinks otherwise, it takes a third as long to plan as to do.
            SET plan_cache_mode = force_generic_plan;
            -- The ledger keeps values as text, decisions are hashed as text: the same value must always be the same
            -- text.
            SET timezone = 'UTC'; -- the driver names its JVM's
            SET datestyle = 'ISO';
            SET intervalstyle = 'postgres';
            SET bytea_output = 'hex';
            SET extra_float_digits = 1; -- 1 and more: all digits
            SET lc_monetary = 'C';
            SET lock_timeout = %d;
            SET statement_timeout = %d;
            SET idle_in_transaction_session_timeout = %d""";

    private final Map<Product, ProductDatabase> databases = new TreeMap<>();
    private final List<HikariDataSource> pools = new ArrayList<>();

    public ProductDatabases(ProductSettings settings) {
        settings.products().entrySet().parallelStream().forEach(entry -> {
            var pool = pool(entry.getKey(), entry.getValue());
            ServerVersion.of(pool).check(entry.getKey());
            migrate(pool);
            add(new Product(entry.getKey()), pool);
        });
    }

    private synchronized void add(Product product, HikariDataSource pool) {
        pools.add(pool);
        databases.put(product, new ProductDatabase(product, pool));
    }

    private static HikariDataSource pool(String product, Connection connection) {
        var config = config(product, connection);
        // Some hundred statements, each used for every batch: all of them stay prepared.
        config.addDataSourceProperty("preparedStatementCacheQueries", "2048");
        config.addDataSourceProperty("preparedStatementCacheSizeMiB", "64");
        return new HikariDataSource(config);
    }

    private static HikariConfig config(String product, Connection connection) {
        var config = new HikariConfig();
        config.setPoolName(product);
        config.setJdbcUrl(connection.url());
        config.setUsername(connection.username());
        config.setPassword(connection.password());
        config.setMaximumPoolSize(connection.poolSize());
        config.setConnectionInitSql(SETTINGS.formatted(
                connection.lockTimeout().toMillis(),
                connection.statementTimeout().toMillis(),
                connection.idleTimeout().toMillis()));
        config.addDataSourceProperty("ApplicationName", "user-data-transfer");
        return config;
    }

    /** Reads in one product's database, as the worker's role and with its settings, and cannot write there. */
    public static <T> T look(Product product, Connection connection, Function<ProductDatabase, T> read) {
        var config = config(product.value(), connection);
        config.setMaximumPoolSize(1);
        config.setConnectionInitSql(config.getConnectionInitSql() + "; SET default_transaction_read_only = on");
        try (var pool = new HikariDataSource(config)) {
            return read.apply(new ProductDatabase(product, pool));
        }
    }

    /** Creates or upgrades what the worker keeps in a product's database. */
    public static void migrate(DataSource dataSource) {
        // In a packaged application the threads of a parallel stream do not see our resources by themselves.
        Flyway.configure(ProductDatabases.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/product")
                .schemas(SCHEMA)
                .load()
                .migrate();
        new LedgerPartitions(JdbcClient.create(dataSource)).make();
    }

    public Collection<ProductDatabase> all() {
        return List.copyOf(databases.values());
    }

    /** The database of a configured product. */
    public ProductDatabase get(Product product) {
        var database = databases.get(product);
        if (database == null) {
            throw new IllegalArgumentException(
                    "No database is configured for product '%s': set user-data-transfer.products.%s.url"
                            .formatted(product, product));
        }
        return database;
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
