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

    private static final DataSource DATABASE = start();

    private CoordinatorDatabase() {}

    private static DataSource start() {
        try {
            var postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "50")
                    .start();
            var pool = new HikariDataSource();
            pool.setDataSource(postgres.getPostgresDatabase());
            pool.setMaximumPoolSize(20);
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/coordinator")
                    .load()
                    .migrate();
            return pool;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DataSource emptied() {
        JdbcClient.create(DATABASE)
                .sql("TRUNCATE saga, saga_plan, saga_history, ticket_call, ticket, user_queue")
                .update();
        return DATABASE;
    }
}
