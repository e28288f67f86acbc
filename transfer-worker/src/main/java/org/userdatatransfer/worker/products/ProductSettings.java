package org.userdatatransfer.worker.products;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How to reach the products' databases.
 *
 * @param products per product name, such as {@code qm}
 * @param ledgerRetention how long the row ledger is kept; at least coordination.undo-window
 */
@Validated
@ConfigurationProperties("user-data-transfer")
public record ProductSettings(
        @DefaultValue Map<String, @Valid Connection> products,
        @DurationMin(millis = 1) @DefaultValue("60d") Duration ledgerRetention) {

    /**
     * @param url a JDBC address, {@code jdbc:postgresql://…}
     * @param poolSize connections, at most; one per lane of each thread that works on sub-tasks, one per thread that works
     *     on slices, and two to spare
     * @param lockTimeout how long a statement waits for somebody's lock before its transfer is deferred
     * @param idleTimeout after which a frozen worker's transaction, and its locks, are ended by the server
     * @param statementTimeout after which a statement is ended; its transfer is deferred
     */
    public record Connection(
            @NotBlank String url,
            String username,
            String password,
            @Min(1) @DefaultValue("10") int poolSize,
            @DurationMin(millis = 1) @DefaultValue("5s") Duration lockTimeout,
            @DurationMin(millis = 1) @DefaultValue("60s") Duration idleTimeout,
            @DurationMin(millis = 1) @DefaultValue("120s") Duration statementTimeout) {

        /** The address without what it may say of the user, and no password. */
        @Override
        public String toString() {
            return url.replaceFirst("\\?.*", "");
        }
    }
}
