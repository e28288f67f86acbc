package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.reported;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;
import static org.userdatatransfer.worker.coordination.Rehearsal.settings;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTask;

/** What time alone sets going, by the clock of the database: scheduled transfers, and sub-tasks that are silent. */
class OverdueSagasTest {

    private final Rehearsal rehearsal = new Rehearsal(settings());

    @Test
    void startsAScheduledTransferByTheClockOfTheDatabase() {
        var soon = now().plus(Duration.ofMillis(300));
        rehearsal.request(
                request(1, "acme", "ann", "bob", Optional.of(soon)), request(2, "ann", "cid"));
        rehearsal.coordination.overdue().sweep();
        assertThat(rehearsal.phases(1, 2)).containsExactly(Phase.SCHEDULED, Phase.TRANSFERRING);
        rehearsal.work();
        await().untilAsserted(() -> {
            rehearsal.coordination.overdue().sweep();
            assertThat(rehearsal.phase(1)).isEqualTo(Phase.TRANSFERRING);
        });
    }

    @Test
    void startsThoseThatFallDueTogetherInTheOrderOfTheirDatesAndThenOfTheRequests() {
        var soon = now().plus(Duration.ofSeconds(1));
        rehearsal.request(
                request(1, "acme", "cid", "dan", Optional.of(soon.plusMillis(1))),
                request(3, "acme", "ann", "bob", Optional.of(soon)),
                request(2, "acme", "bob", "cid", Optional.of(soon)));
        await().until(() -> now().isAfter(soon.plusMillis(1)));
        rehearsal.coordination.overdue().sweep();
        assertThat(rehearsal.phases(1, 3)).containsExactly(Phase.QUEUED, Phase.QUEUED, Phase.TRANSFERRING);
        rehearsal.work();
        assertThat(Stream.of(3, 2, 1).map(i -> rehearsal.saga(i).ticket().orElseThrow())).isSorted();
    }

    private Instant now() {
        return JdbcClient.create(rehearsal.database)
                .sql("SELECT clock_timestamp()")
                .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }

    @Test
    void asksSilentSubTasksAgainOnceTheyAreOverdue() {
        var impatient = new Rehearsal(settings(10, Duration.ofMillis(100)));
        impatient.request(request(1, "ann", "bob"));
        var asked = impatient.taken();
        await().untilAsserted(() -> {
            impatient.coordination.overdue().sweep();
            assertThat(impatient.commands).containsExactlyElementsOf(asked);
        });
        impatient.taken();
        impatient.handle(asked.stream()
                .map(subTask -> reported(subTask, DataTypeOutcome.DONE))
                .toList());
        impatient.work();
        assertThat(impatient.phase(1)).isEqualTo(Phase.COMPLETED);
        assertThat(overdue(impatient)).isEmpty();
    }

    @Test
    void findsTheOthersOverdueBesideOneWhoseStateNobodyCanRead() {
        var impatient = new Rehearsal(settings(10, Duration.ofMillis(50)));
        impatient.request(request(1, "ann", "bob"), request(2, "cid", "dan"), request(3, "eve", "fay"));
        impatient.taken();
        var swept = JdbcClient.create(impatient.database);
        swept.sql("UPDATE saga SET state = 'garbled', due_at = 'epoch' WHERE source = 'cid'").update();

        await().untilAsserted(() -> {
            impatient.coordination.overdue().sweep();
            assertThat(impatient.commands).extracting(SubTask::transferId).contains(id(1), id(3));
        });

        assertThat(swept.sql("SELECT due_at > clock_timestamp() FROM saga WHERE source = 'cid'")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private static List<Integer> overdue(Rehearsal rehearsal) {
        return JdbcClient.create(rehearsal.database)
                .sql("SELECT 1 FROM saga WHERE due_at IS NOT NULL")
                .query(Integer.class)
                .list();
    }

    @Test
    void putsADueTimeThatWasTooEarlyRight() {
        var impatient = new Rehearsal(settings(10, Duration.ofMillis(50)));
        impatient.request(request(1, "ann", "bob"));
        impatient.taken();
        var swept = JdbcClient.create(impatient.database);
        swept.sql("UPDATE saga SET due_at = 'epoch'").update();
        impatient.coordination.overdue().sweep();
        assertThat(swept.sql("SELECT due_at > 'epoch' FROM saga").query(Boolean.class).single())
                .isTrue();
    }
}
