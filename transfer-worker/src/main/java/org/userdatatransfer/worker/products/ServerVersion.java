package org.userdatatransfer.worker.products;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A server's version as PostgreSQL numbers it, such as 180002 for 18.2. In 18.0 and 18.1 an UPDATE that joins rows of
 * something else than a table skips a row that another transaction has just updated, though it still qualifies (fixed
 * in 18.2 by "Fix rowmark handling for non-relation RTEs during executor init"): two undos that share rows would each
 * leave some behind.
 */
record ServerVersion(int number) {

    private static final int OLDEST = 150000;

    static ServerVersion of(DataSource database) {
        return new ServerVersion(JdbcClient.create(database)
                .sql("SELECT current_setting('server_version_num')::integer")
                .query(Integer.class)
                .single());
    }

    /** @throws IllegalStateException if rows of the product are not safe with it */
    void check(String product) {
        if (number < OLDEST) {
            throw new IllegalStateException(
                    "The database of product '%s' is PostgreSQL %s; use 15 or later".formatted(product, this));
        }
        if (number == 180000 || number == 180001) {
            throw new IllegalStateException(
                    "The database of product '%s' is PostgreSQL %s, which skips rows under concurrent updates; use 18.2 or later, or 15 to 17"
                            .formatted(product, this));
        }
    }

    @Override
    public String toString() {
        return "%d.%d".formatted(number / 10000, number % 10000);
    }
}
