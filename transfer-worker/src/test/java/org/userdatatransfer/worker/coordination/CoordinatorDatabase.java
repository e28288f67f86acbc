package org.userdatatransfer.worker.coordination;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real PostgreSQL with the coordinator's tables, one for all tests of this package. */
final class CoordinatorDatabase {

    private static final EmbeddedPostgres POSTGRES = start();

    private CoordinatorDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            var postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "50")
                    .start();
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("classpath:db/coordinator")
                    .load()
                    .migrate();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DataSource emptied() {
        var database = POSTGRES.getPostgresDatabase();
        JdbcClient.create(database)
                .sql("TRUNCATE saga, saga_plan, saga_history, ticket_call, ticket, user_queue")
                .update();
        return database;
    }
}
