package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.reported;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;
import static org.userdatatransfer.worker.coordination.Rehearsal.settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;

/**
 * A night's bulk of one tenant in the queues: who is let in next, and what that costs; and what forgetting the old
 * costs.
 */
class BulkTest {

    private static final int BULK = 50_000;
    private static final int ROOM = 200;
    private static final int AT_ONCE = 100;
    private static final List<String> QUEUES = List.of("ticket", "user_queue", "ticket_call");
    private static final List<String> SAGAS = List.of("saga", "saga_history");

    /**
     * It takes about a hundred for the queues and two hundred for the sagas; one look at all of them, 700 and 3,500.
     */
    private static final int BLOCKS_FOR_ONE = 400;

    private static final long SINGLE = 1;

    /** The first of the bulk that has to wait; those behind are copied from it. */
    private static final long WAITING = 1_000;

    private static final String COPY_SAGAS =
            """
            INSERT INTO saga (transfer_id, tenant, source, target, request, plan_id, state, phase)
            SELECT CAST(lpad(to_hex(:first + i), 32, '0') AS uuid), tenant, 'leaver-' || i,
                   CASE WHEN i % 2 = 0 THEN 'heir-' || i ELSE 'heir-' || i % 100 END, request, plan_id, state, phase
            FROM saga, generate_series(1, :bulk) i
            WHERE transfer_id = :template
            """;

    private static final String COPY_HISTORY =
            """
            INSERT INTO saga_history (transfer_id, at, to_phase, epoch, cause)
            SELECT transfer_id, clock_timestamp(), 'QUEUED', 1, 'REQUESTED' FROM saga WHERE source LIKE 'leaver-%'
            """;

    private static final String COPY_TICKETS =
            """
            INSERT INTO ticket (transfer_id, ticket, tenant, source, target, state)
            SELECT transfer_id, last_ticket + row_number() OVER (ORDER BY transfer_id), tenant, source, target,
                   'WAITING'
            FROM saga, promotion WHERE source LIKE 'leaver-%'
            """;

    private static final String COPY_QUEUES =
            """
            INSERT INTO user_queue (tenant, user_id, ticket, transfer_id)
            SELECT tenant, users.user_id, ticket, transfer_id
            FROM ticket CROSS JOIN LATERAL (VALUES (source), (target)) users (user_id) WHERE source LIKE 'leaver-%'
            """;

    private static final String COPY_READY =
            """
            UPDATE ticket t SET state = 'READY'
            FROM (SELECT min(ticket) AS ticket FROM ticket WHERE source LIKE 'leaver-%' GROUP BY target) head
            WHERE t.ticket = head.ticket
            """;

    private final SingleConnectionDataSource database = new SingleConnectionDataSource(connection(), true);
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final Rehearsal rehearsal = new Rehearsal(database, settings(ROOM, Duration.ofMinutes(5)));

    private static Connection connection() {
        try {
            return CoordinatorDatabase.another("bulk").getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All statistics are of a moment at which everything was running: what a night's bulk meets. */
    @BeforeEach
    void queueABulk() {
        rehearsal.request(LongStream.range(WAITING - ROOM, WAITING)
                .mapToObj(BulkTest::ofTheBulk)
                .toArray(TransferRequest[]::new));
        Stream.concat(QUEUES.stream(), SAGAS.stream()).forEach(table -> jdbc.sql("VACUUM ANALYZE " + table).update());
        rehearsal.request(ofTheBulk(WAITING));
        jdbc.sql(COPY_SAGAS)
                .param("first", 1_000_000)
                .param("bulk", BULK)
                .param("template", id(WAITING).value())
                .update();
        List.of(COPY_HISTORY, COPY_TICKETS, COPY_QUEUES, COPY_READY).forEach(copy -> jdbc.sql(copy).update());
        jdbc.sql("UPDATE promotion SET last_ticket = (SELECT max(ticket) FROM ticket)").update();
    }

    private static TransferRequest ofTheBulk(long id) {
        return request(id, "bulk", "source-" + id, "target-" + id, Optional.empty());
    }

    @AfterEach
    void disconnect() {
        database.destroy();
    }

    @Test
    void delaysTheSingleTransferOfAnotherTenantByOneAndCostsWhatMovesNotWhatWaits() {
        var started = starts();
        rehearsal.request(request(SINGLE, "small", "ann", "bob", Optional.empty()));
        assertThat(rehearsal.phase(SINGLE)).isEqualTo(Phase.QUEUED);

        finish(1);

        assertThat(rehearsal.phase(SINGLE)).isEqualTo(Phase.TRANSFERRING);
        assertThat(starts()).isEqualTo(started + 1);

        var before = blocks(QUEUES);
        finish(1);
        assertThat(starts()).isEqualTo(started + 2);
        assertThat(blocks(QUEUES) - before).isLessThan(BLOCKS_FOR_ONE);

        before = blocks(QUEUES);
        finish(AT_ONCE);
        assertThat(starts()).isEqualTo(started + 2 + AT_ONCE);
        assertThat(blocks(QUEUES) - before).isLessThan(AT_ONCE * BLOCKS_FOR_ONE / 4);
    }

    @Test
    void forgettingWhatEndedLongAgoLooksAtNothingElse() {
        finish(1);
        jdbc.sql("UPDATE saga SET ended_at = ended_at - interval '91 days' WHERE ended_at IS NOT NULL")
                .update();

        var before = blocks(SAGAS);
        assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1);

        assertThat(blocks(SAGAS) - before).isLessThan(BLOCKS_FOR_ONE);
    }

    private long starts() {
        return jdbc.sql("SELECT count(*) FROM saga_history WHERE cause = 'STARTED'")
                .query(Long.class)
                .single();
    }

    /** So many of those that run, of the bulk, are done in the same moment. */
    private void finish(int transfers) {
        var ids = rehearsal.commands.stream()
                .map(SubTask::transferId)
                .distinct()
                .limit(transfers)
                .collect(Collectors.toSet());
        for (var asked = askedOf(ids); !asked.isEmpty(); asked = askedOf(ids)) {
            rehearsal.commands.removeAll(asked);
            rehearsal.handle(asked.stream()
                    .map(subTask -> reported(subTask, DataTypeOutcome.DONE))
                    .toList());
        }
    }

    private List<SubTask> askedOf(Set<TransferId> ids) {
        return rehearsal.commands.stream()
                .filter(subTask -> ids.contains(subTask.transferId()))
                .toList();
    }

    /** How many blocks of the tables were looked at so far. */
    private long blocks(List<String> tables) {
        jdbc.sql("SELECT pg_stat_force_next_flush()").query((row, n) -> 0).list();
        return jdbc.sql(
                        """
                        SELECT sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)
                        FROM pg_statio_user_tables WHERE relname IN (:tables)
                        """)
                .param("tables", tables)
                .query(Long.class)
                .single();
    }
}
