package org.userdatatransfer.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.local.LocalPostgres;
import org.userdatatransfer.worker.local.ReferenceProducts;
import org.userdatatransfer.worker.oracle.DatabaseRows;

/**
 * The suite as its own users know it: both products' databases, and the coordinator's for a look behind the curtain.
 */
record Suite(DataSource coordinator, DataSource qm, DataSource wfm) {

    private static final AtomicInteger TENANTS = new AtomicInteger();

    /** Creates the products' tables in databases that are there already, named with that suffix. */
    static Suite create(LocalPostgres postgres, String suffix) {
        var suite = new Suite(
                postgres.database("coordinator" + suffix),
                postgres.database("qm" + suffix),
                postgres.database("wfm" + suffix));
        ReferenceProducts.createQm(suite.qm);
        ReferenceProducts.createWfm(suite.wfm);
        return suite;
    }

    /** A customer whom no other test knows. */
    Tenant tenant() {
        return new Tenant(this, "tenant-" + TENANTS.incrementAndGet());
    }

    void qm(String sql, Object... values) {
        run(qm, sql, values);
    }

    void wfm(String sql, Object... values) {
        run(wfm, sql, values);
    }

    void both(String sql, Object... values) {
        qm(sql, values);
        wfm(sql, values);
    }

    /** By which Quality Management knows the user. */
    long idInQm(String tenant, String user) {
        return id(qm, tenant, user);
    }

    /** By which Workforce Management knows the user. */
    long idInWfm(String tenant, String user) {
        return id(wfm, tenant, user);
    }

    private static long id(DataSource database, String tenant, String user) {
        return JdbcClient.create(database)
                .sql("select demo.user_id(?, ?)")
                .params(tenant, user)
                .query(Long.class)
                .single();
    }

    /** The time by the coordinator's clock. */
    Instant now() {
        return JdbcClient.create(coordinator)
                .sql("select clock_timestamp()")
                .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }

    /** All rows of both products. */
    Rows rows() {
        return new Rows(DatabaseRows.read(qm), DatabaseRows.read(wfm));
    }

    /** Everything the worker has written down of what it did, entry by entry. */
    List<String> ledger() {
        return List.of(qm, wfm).stream()
                .flatMap(database -> JdbcClient.create(database)
                        .sql("select l::text from user_data_transfer.row_ledger l order by entry_id")
                        .query(String.class)
                        .list()
                        .stream())
                .toList();
    }

    /** Keeps rows of Quality Management locked, as somebody does who forgot to commit. */
    OpenTransaction holdInQm(String lockingQuery) throws SQLException {
        return OpenTransaction.of(qm, lockingQuery);
    }

    /** The same in Workforce Management. */
    OpenTransaction holdInWfm(String lockingQuery) throws SQLException {
        return OpenTransaction.of(wfm, lockingQuery);
    }

    /** Somebody's transaction that is still open. */
    record OpenTransaction(Connection connection) implements AutoCloseable {

        static OpenTransaction of(DataSource database, String lockingQuery) throws SQLException {
            var connection = database.getConnection();
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(lockingQuery);
            }
            return new OpenTransaction(connection);
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }

    private static void run(DataSource database, String sql, Object... values) {
        var statement = JdbcClient.create(database).sql(sql).params(values);
        if (sql.startsWith("select")) {
            statement.query((row, n) -> n).list();
        } else {
            statement.update();
        }
    }
}
