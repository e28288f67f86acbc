package org.userdatatransfer.worker.coordination;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real PostgreSQL with the coordinator's tables, one for all tests of this package. */
final class CoordinatorDatabase {

    private static final EmbeddedPostgres POSTGRES = start();
    private static final DataSource DATABASE = migrated(pool());

    private CoordinatorDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "50")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataSource pool() {
        var pool = new HikariDataSource();
        pool.setDataSource(POSTGRES.getPostgresDatabase());
        pool.setMaximumPoolSize(20);
        return pool;
    }

    private static DataSource migrated(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/coordinator")
                .load()
                .migrate();
        return database;
    }

    /** One that nobody else uses, with statistics of its own. */
    static DataSource another(String name) {
        JdbcClient.create(DATABASE).sql("CREATE DATABASE " + name).update();
        return migrated(POSTGRES.getDatabase("postgres", name));
    }

    static DataSource emptied() {
        JdbcClient.create(DATABASE)
                .sql("TRUNCATE saga, saga_plan, saga_history, ticket_call, ticket, user_queue")
                .update();
        return DATABASE;
    }
}
