package org.userdatatransfer.worker.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Forgets transfers that ended long ago, and their history: a few at a time, by an index the running ones are not in.
 */
final class EndedSagas {

    private static final int AT_A_TIME = 500;

    private static final String LOCK_ENDED_LONG_AGO =
            """
            SELECT transfer_id FROM saga
            WHERE ended_at < clock_timestamp() - CAST(:retention AS interval)
            ORDER BY ended_at LIMIT :limit FOR UPDATE SKIP LOCKED
            """;

    private static final String PURGE =
            """
            WITH history AS (
                DELETE FROM saga_history WHERE transfer_id = ANY (CAST(:ids AS uuid[])))
            DELETE FROM saga WHERE transfer_id = ANY (CAST(:ids AS uuid[]))
            """;

    private final TransactionOperations transaction;
    private final JdbcClient jdbc;
    private final Duration retention;
    private final Consumer<List<TransferId>> forgetFences;

    /** @param forgetFences forgets the transfers in the products' databases */
    EndedSagas(
            TransactionOperations transaction,
            JdbcClient jdbc,
            Duration retention,
            Consumer<List<TransferId>> forgetFences) {
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.retention = retention;
        this.forgetFences = forgetFences;
    }

    /** @return how many were forgotten */
    int purge() {
        var purged = 0;
        int some;
        do {
            some = Objects.requireNonNull(transaction.execute(status -> purgeSome()));
            purged += some;
        } while (some > 0);
        return purged;
    }

    /**
     * Locked, none of them can be replayed while its fences are forgotten. These go first, for a saga that is still
     * there is purged again.
     */
    private int purgeSome() {
        var ended = jdbc.sql(LOCK_ENDED_LONG_AGO)
                .param("retention", retention.toString())
                .param("limit", AT_A_TIME)
                .query((row, n) -> Columns.id(row, "transfer_id"))
                .list();
        if (ended.isEmpty()) {
            return 0;
        }
        forgetFences.accept(ended);
        return jdbc.sql(PURGE).param("ids", Columns.ids(ended)).update();
    }
}
