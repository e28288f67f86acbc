package org.userdatatransfer.worker.coordination;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets transfers that ended long ago, and their history: a few at a time, by an index the running ones are not in. */
final class FinishedSagas {

    private static final int AT_A_TIME = 500;

    private static final String PURGE =
            """
            WITH gone AS (
                DELETE FROM saga WHERE transfer_id IN (
                    SELECT transfer_id FROM saga
                    WHERE finished_at < clock_timestamp() - CAST(:retention AS interval)
                    ORDER BY finished_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                RETURNING transfer_id),
            forgotten AS (
                DELETE FROM saga_history WHERE transfer_id IN (SELECT transfer_id FROM gone))
            SELECT count(*) FROM gone
            """;

    private final JdbcClient jdbc;
    private final Duration retention;

    FinishedSagas(JdbcClient jdbc, Duration retention) {
        this.jdbc = jdbc;
        this.retention = retention;
    }

    /** @return how many were forgotten */
    int purge() {
        var purged = 0;
        var count = AT_A_TIME;
        while (count == AT_A_TIME) {
            count = jdbc.sql(PURGE)
                    .param("retention", retention.toString())
                    .param("limit", AT_A_TIME)
                    .query(Integer.class)
                    .single();
            purged += count;
        }
        return purged;
    }
}
