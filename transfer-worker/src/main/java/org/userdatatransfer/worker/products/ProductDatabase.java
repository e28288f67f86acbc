package org.userdatatransfer.worker.products;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import org.userdatatransfer.worker.transfer.Product;

/** One product's database: statements, transactions, and savepoints within them. */
public final class ProductDatabase {

    private final Product product;
    private final JdbcOperations operations;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final TransactionTemplate savepoint;
    private final TransactionTemplate snapshot;

    public ProductDatabase(Product product, DataSource dataSource) {
        this.product = product;
        this.operations = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(operations);
        var manager = new JdbcTransactionManager(dataSource);
        this.transaction = new TransactionTemplate(manager);
        this.savepoint = new TransactionTemplate(manager);
        savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.snapshot = new TransactionTemplate(manager);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    public Product product() {
        return product;
    }

    /** For what {@link #jdbc} cannot do: several statements in one. */
    public JdbcOperations operations() {
        return operations;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    /** Runs work in a transaction of its own: all of it happens or nothing. */
    public <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    /** Runs reading work on one state of the database. */
    public <T> T inSnapshot(Supplier<T> work) {
        return snapshot.execute(status -> work.get());
    }

    /** Runs work inside a transaction so that its failure takes back only itself. */
    public TransactionOperations savepoint() {
        return savepoint;
    }
}
