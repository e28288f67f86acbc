package org.userdatatransfer.worker.oracle;

import javax.sql.DataSource;

/** A database of one test alone; closing drops it, whoever is still connected. */
public record TestDatabase(String name, DataSource dataSource) implements AutoCloseable {

    /** Runs statements, each in a transaction of its own. */
    public void execute(String... sql) {
        TestPostgres.execute(dataSource, sql);
    }

    /** Runs a file of the class path as one statement. */
    public void run(String resource) {
        TestPostgres.run(dataSource, resource);
    }

    @Override
    public void close() {
        TestPostgres.drop(name);
    }
}
