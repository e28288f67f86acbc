package org.userdatatransfer.worker.coordination;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.transfer.TransferId;

/** Forgets transfers that ended long ago, and their history: a few at a time, by an index the running ones are not in. */
final class FinishedSagas {

    private static final int AT_A_TIME = 500;

    private static final String ENDED_LONG_AGO =
            """
            SELECT transfer_id FROM saga
            WHERE finished_at < clock_timestamp() - CAST(:retention AS interval)
            ORDER BY finished_at LIMIT :limit
            """;

    private static final String PURGE =
            """
            WITH gone AS (
                DELETE FROM saga WHERE transfer_id IN (
                    SELECT transfer_id FROM saga
                    WHERE transfer_id = ANY (CAST(:ids AS uuid[])) AND finished_at IS NOT NULL FOR UPDATE SKIP LOCKED)
                RETURNING transfer_id),
            forgotten AS (
                DELETE FROM saga_history WHERE transfer_id IN (SELECT transfer_id FROM gone))
            SELECT count(*) FROM gone
            """;

    private final JdbcClient jdbc;
    private final Duration retention;
    private final Consumer<List<TransferId>> fences;

    /** @param fences forgets the transfers in the products' databases, first: a saga that is still there is purged again */
    FinishedSagas(JdbcClient jdbc, Duration retention, Consumer<List<TransferId>> fences) {
        this.jdbc = jdbc;
        this.retention = retention;
        this.fences = fences;
    }

    /** @return how many were forgotten */
    int purge() {
        var purged = 0;
        var ended = endedLongAgo();
        while (!ended.isEmpty()) {
            fences.accept(ended);
            var count = jdbc.sql(PURGE)
                    .param("ids", ended.stream().map(TransferId::toString).toArray(String[]::new))
                    .query(Integer.class)
                    .single();
            purged += count;
            ended = count == 0 ? List.of() : endedLongAgo();
        }
        return purged;
    }

    private List<TransferId> endedLongAgo() {
        return jdbc.sql(ENDED_LONG_AGO)
                .param("retention", retention.toString())
                .param("limit", AT_A_TIME)
                .query((row, n) -> TransferId.of(row.getString("transfer_id")))
                .list();
    }
}
