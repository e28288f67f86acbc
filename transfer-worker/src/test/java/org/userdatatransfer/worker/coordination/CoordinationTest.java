package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.reported;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;
import static org.userdatatransfer.worker.coordination.Rehearsal.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.StatusChanged;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;

/** A transfer from its request to its end, and batches of messages: once in effect, whole or not at all, and cheap. */
class CoordinationTest {

    private final Rehearsal rehearsal = new Rehearsal(settings());

    @Test
    void completesATransferAndNumbersWhatItTellsWithoutGaps() {
        rehearsal.request(request(1, "ann", "bob"));
        rehearsal.work();
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.COMPLETED);
        assertThat(rehearsal.announced(1))
                .extracting(Announcement::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, rehearsal.announced(1).size()).boxed().toList());
        assertThat(rehearsal.facts(1, StatusChanged.class))
                .extracting(StatusChanged::phase)
                .containsExactly(Phase.QUEUED, Phase.TRANSFERRING, Phase.COMPLETED);
        assertThat(rehearsal.facts(1, Announcement.Completed.class)).hasSize(1);
        assertThat(rehearsal.coordination.queries().history(id(1)))
                .extracting(line -> line.entry().cause())
                .containsExactly(Cause.REQUESTED, Cause.STARTED, Cause.REPORTED, Cause.REPORTED);
        assertThat(rehearsal.usersAtWork()).isEmpty();
    }

    @Test
    void changesNothingWhenABatchIsDeliveredAgain() {
        rehearsal.request(request(1, "ann", "bob"));
        var batch = new ArrayList<SagaInput>(rehearsal.taken().stream()
                .map(subTask -> reported(subTask, DataTypeOutcome.DONE))
                .toList());
        batch.add(new SagaInput.Requested(request(1, "ann", "bob")));
        rehearsal.handle(batch);
        var before = rehearsal.saga(1);
        var told = rehearsal.announced(1).size();
        rehearsal.handle(batch);
        assertThat(rehearsal.saga(1)).isEqualTo(before);
        assertThat(rehearsal.announced(1)).hasSize(told);
    }

    @Test
    void keepsNothingOfABatchWhoseMessagesCannotBeKept() {
        var database = CoordinatorDatabase.emptied();
        var failing = new Coordination(
                database,
                settings(),
                request -> new TransferPlan(Rehearsal.plan(), List.of()),
                Set.of(Rehearsal.QM, Rehearsal.WFM),
                requests -> Map.of(),
                (commands, announcements) -> {
                    throw new IllegalStateException("outbox full");
                },
                forgotten -> {});
        assertThatThrownBy(() -> failing.coordinator().handle(List.of(new SagaInput.Requested(request(1, "a", "b")))))
                .hasMessage("outbox full");
        assertThat(failing.queries().find(id(1))).isEmpty();
        failing.stop();
    }

    @Test
    void needsTheSameNumberOfStatementsForAnyNumberOfTransfers() {
        var counting = new StatementCounter(CoordinatorDatabase.emptied());
        var counted = new Rehearsal(counting.dataSource(), settings(1_000, Duration.ofMinutes(5)));
        counted.request(request(1, "warm", "up"));
        counted.work();
        var ofOne = counting.count(() -> counted.request(request(2, "ann", "bob")));
        var requests = LongStream.range(10, 210)
                .<SagaInput>mapToObj(i -> new SagaInput.Requested(request(i, "s" + i, "t" + i)))
                .toList();
        assertThat(counting.count(() -> counted.handle(requests))).isEqualTo(ofOne);
        var reports = counted.taken().stream()
                .filter(subTask -> !subTask.transferId().equals(id(2)) && subTask.action() == SubTaskAction.TRANSFER)
                .map(subTask -> reported(subTask, DataTypeOutcome.DONE))
                .toList();
        assertThat(reports).hasSize(400);
        assertThat(counting.count(() -> counted.handle(reports))).isLessThanOrEqualTo(5);
    }

    @Test
    void remembersACancelThatComesBeforeItsRequest() {
        rehearsal.control(1, ControlAction.CANCEL);
        rehearsal.request(request(1, "ann", "bob"));
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.CANCELLED);
        assertThat(rehearsal.commands).isEmpty();
    }

    @Test
    void remembersACancelOfTheSameBatch() {
        rehearsal.handle(List.of(
                rehearsal.controlled(1, ControlAction.CANCEL), new SagaInput.Requested(request(1, "ann", "bob"))));
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.CANCELLED);
    }

    @Test
    void losesNoCancelThatComesTogetherWithItsRequest() throws Exception {
        for (long i = 1; i <= 40; i++) {
            var request = request(i, "s" + i, "t" + i);
            var cancel = rehearsal.controlled(i, ControlAction.CANCEL);
            var other = new Thread(() -> rehearsal.handle(List.of(cancel)));
            other.start();
            rehearsal.request(request);
            other.join();
            rehearsal.work();
            assertThat(rehearsal.phase(i)).isEqualTo(Phase.CANCELLED);
        }
    }

    @Test
    void keepsTheDataTypesItBeganWithWhenTheCatalogueChanges() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"));
        var begun = rehearsal.taken();
        rehearsal.catalogue = List.of(new PlannedType(
                new DataTypeName("alert"), Rehearsal.QM, Set.of(), new DataTypeName("alert")));
        rehearsal.request(request(3, "dan", "eve"));
        assertThat(rehearsal.taken()).extracting(SubTask::dataType).containsOnly(new DataTypeName("alert"));
        rehearsal.handle(begun.stream()
                .map(subTask -> reported(subTask, DataTypeOutcome.DONE))
                .toList());
        rehearsal.work();
        assertThat(rehearsal.phases(1, 2)).containsOnly(Phase.COMPLETED);
        assertThat(rehearsal.facts(2, Announcement.Completed.class).getFirst().results()).hasSize(2);
    }

    @Test
    void keepsTheOrderItBeganWithWhenTheCatalogueChanges() {
        rehearsal.catalogue = List.of(planned("ccr"), planned("alert", "ccr"));
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"));
        rehearsal.catalogue = List.of(planned("alert"), planned("ccr", "alert"));
        rehearsal.request(request(3, "dan", "eve"));
        var order = new ArrayList<String>();
        rehearsal.work(subTask -> {
            if (subTask.action() == SubTaskAction.TRANSFER) {
                order.add(subTask.transferId().value().getLeastSignificantBits() + " " + subTask.dataType());
            }
            return DataTypeOutcome.DONE;
        });
        assertThat(order).containsSubsequence("1 ccr", "1 alert", "2 ccr", "2 alert");
        assertThat(order).containsSubsequence("3 alert", "3 ccr");
    }

    private static PlannedType planned(String name, String... after) {
        return new PlannedType(
                new DataTypeName(name),
                Rehearsal.QM,
                Arrays.stream(after).map(DataTypeName::new).collect(Collectors.toSet()),
                new DataTypeName(name));
    }

    @Test
    void keepsUpdatesOfRunningTransfersOffTheIndexes() throws Exception {
        try (var connection = CoordinatorDatabase.another("hot").getConnection()) {
            var database = new SingleConnectionDataSource(connection, true);
            var single = new Rehearsal(database, settings());
            single.request(LongStream.rangeClosed(1, 50)
                    .mapToObj(i -> request(i, "s" + i, "t" + i))
                    .toArray(TransferRequest[]::new));
            var before = Updates.of(database);
            assertThat(before.all()).isEqualTo(100);
            for (var subTask : single.taken()) {
                if (subTask.dataType().value().equals("ccr") && subTask.action() == SubTaskAction.TRANSFER) {
                    single.handle(List.of(reported(subTask, DataTypeOutcome.DONE)));
                }
            }
            var after = Updates.of(database);
            assertThat(after.all() - before.all()).isEqualTo(50);
            assertThat(after.hot() - before.hot()).isGreaterThanOrEqualTo(45);
        }
    }

    private record Updates(long all, long hot) {

        static Updates of(DataSource database) {
            var jdbc = JdbcClient.create(database);
            jdbc.sql("SELECT pg_stat_force_next_flush()").query((row, n) -> 0).list();
            return jdbc.sql("SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'saga'")
                    .query((row, n) -> new Updates(row.getLong(1), row.getLong(2)))
                    .single();
        }
    }
}
