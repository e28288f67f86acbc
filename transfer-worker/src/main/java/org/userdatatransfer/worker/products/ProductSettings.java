package org.userdatatransfer.worker.products;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach the products' databases.
 *
 * @param products per product name, such as {@code qm}
 * @param ledgerRetention how long the row ledger is kept; not shorter than coordination.undo-window, which ends with it
 */
@ConfigurationProperties("user-data-transfer")
public record ProductSettings(
        @DefaultValue Map<String, Connection> products, @DefaultValue("60d") Duration ledgerRetention) {

    /**
     * @param url a JDBC address, {@code jdbc:postgresql://…}
     * @param poolSize connections, at most; one per thread that works on sub-tasks, and two to spare
     * @param lockTimeout how long a statement waits for somebody's lock before its transfer is deferred
     * @param idleTimeout after which a frozen worker's transaction, and its locks, are ended by the server
     * @param statementTimeout after which a statement is ended; its transfer is deferred
     */
    public record Connection(
            String url,
            String username,
            String password,
            @DefaultValue("10") int poolSize,
            @DefaultValue("5s") Duration lockTimeout,
            @DefaultValue("60s") Duration idleTimeout,
            @DefaultValue("120s") Duration statementTimeout) {}
}
