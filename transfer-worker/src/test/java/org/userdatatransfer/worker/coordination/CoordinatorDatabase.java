package org.userdatatransfer.worker.coordination;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.local.LocalServices;

/** A real database with the coordinator's tables, one for all tests of this package. */
final class CoordinatorDatabase {

    private static final DataSource DATABASE = migrated(pool());

    private CoordinatorDatabase() {}

    private static DataSource pool() {
        var pool = new HikariDataSource();
        pool.setDataSource(LocalServices.Shared.postgres().fresh("coordination"));
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
        return migrated(LocalServices.Shared.postgres().fresh(name));
    }

    static DataSource emptied() {
        JdbcClient.create(DATABASE)
                .sql("TRUNCATE saga, saga_plan, saga_history, ticket_call, ticket, user_queue")
                .update();
        return DATABASE;
    }
}
