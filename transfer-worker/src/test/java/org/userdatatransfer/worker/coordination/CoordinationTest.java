package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.preview;
import static org.userdatatransfer.worker.coordination.Rehearsal.reported;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;
import static org.userdatatransfer.worker.coordination.Rehearsal.settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.userdatatransfer.worker.oracle.Locks;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.StatusChanged;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;

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
    void runsTransfersOfTheSameUserOneAfterTheOther() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"), request(3, "cid", "ann"));
        assertThat(rehearsal.phases(1, 3)).containsExactly(Phase.TRANSFERRING, Phase.QUEUED, Phase.QUEUED);
        assertThat(rehearsal.facts(3, StatusChanged.class).getLast())
                .extracting(StatusChanged::cause, StatusChanged::queuePosition, StatusChanged::waitsFor)
                .containsExactly(Cause.WAITS_FOR_USER, Optional.of(2), List.of(id(2), id(1)));
        rehearsal.work();
        assertThat(rehearsal.phases(1, 3)).containsOnly(Phase.COMPLETED);
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(i -> rehearsal.saga(i).ticket().orElseThrow()))
                .isSorted();
    }

    @Test
    void runsAThousandTransfersIntoOneUserOneAtATime() {
        rehearsal.handle(LongStream.rangeClosed(1, 1_000)
                .<SagaInput>mapToObj(i -> new SagaInput.Requested(request(i, "s" + i, "bob")))
                .toList());
        assertThat(rehearsal.coordination.queries().find(id(1_000)).orElseThrow().place().orElseThrow().position())
                .isEqualTo(999);
        for (int i = 1; i <= 20; i++) {
            assertThat(rehearsal.usersAtWork()).hasSize(2);
            var transfer = rehearsal.commands.getFirst().transferId();
            assertThat(transfer).isEqualTo(id(i));
            while (!rehearsal.commands.isEmpty()
                    && rehearsal.commands.getFirst().transferId().equals(transfer)) {
                rehearsal.handle(rehearsal.taken().stream()
                        .map(subTask -> reported(subTask, DataTypeOutcome.DONE))
                        .toList());
            }
        }
    }

    @Test
    void takesTenantsInTurnHoweverManyTransfersOneOfThemHas() {
        var fair = new Rehearsal(settings(2, Duration.ofMinutes(5)));
        fair.handle(LongStream.rangeClosed(1, 50)
                .<SagaInput>mapToObj(
                        i -> new SagaInput.Requested(request(i, "bulk", "s" + i, "t" + i, Optional.empty())))
                .toList());
        fair.request(request(99, "small", "ann", "bob", Optional.empty()));
        assertThat(fair.phases(1, 3)).containsExactly(Phase.TRANSFERRING, Phase.TRANSFERRING, Phase.QUEUED);
        assertThat(fair.phase(99)).isEqualTo(Phase.QUEUED);
        finish(fair, 1);
        assertThat(fair.phase(99)).isEqualTo(Phase.TRANSFERRING);
        assertThat(fair.phase(3)).isEqualTo(Phase.QUEUED);
    }

    private static void finish(Rehearsal rehearsal, long transfer) {
        while (rehearsal.commands.stream().anyMatch(c -> c.transferId().equals(id(transfer)))) {
            var mine = rehearsal.commands.stream()
                    .filter(c -> c.transferId().equals(id(transfer)))
                    .toList();
            rehearsal.commands.removeAll(mine);
            rehearsal.handle(
                    mine.stream().map(c -> reported(c, DataTypeOutcome.DONE)).toList());
        }
    }

    @Test
    void previewsWithoutWaitingForItsUsers() {
        rehearsal.request(request(1, "ann", "bob"), preview(2, "ann", "bob"), preview(3, "bob", "cid"));
        assertThat(rehearsal.phases(1, 3))
                .containsExactly(Phase.TRANSFERRING, Phase.PREVIEWING, Phase.PREVIEWING);
        rehearsal.work();
        assertThat(rehearsal.phases(1, 3)).containsExactly(Phase.COMPLETED, Phase.PREVIEWED, Phase.PREVIEWED);
    }

    @Test
    void tellsNobodyThatAPreviewWaitsForItsUsers() {
        var single = new Rehearsal(settings(1, Duration.ofMinutes(5)));
        single.request(request(1, "ann", "bob"), preview(2, "ann", "bob"));
        assertThat(single.phase(2)).isEqualTo(Phase.QUEUED);
        assertThat(single.coordination.queries().find(id(2)).orElseThrow().place())
                .contains(new QueuePlace(0, List.of()));
        assertThat(single.facts(2, StatusChanged.class))
                .extracting(StatusChanged::cause)
                .containsExactly(Cause.REQUESTED);
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
    void letsTheNextOneInWhenATransferIsCancelledInTheQueue() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"), request(3, "cid", "dan"));
        rehearsal.control(2, ControlAction.CANCEL);
        assertThat(rehearsal.phases(1, 3))
                .containsExactly(Phase.TRANSFERRING, Phase.CANCELLED, Phase.TRANSFERRING);
    }

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

    @Test
    void parksWhatNeedsAnOperatorWithItsUsersButWithoutItsRoom() {
        var single = new Rehearsal(settings(1, Duration.ofMinutes(5)));
        single.request(request(1, "ann", "bob"), request(2, "bob", "cid"), request(3, "dan", "eve"));
        single.work(subTask -> failsFor(1, subTask));
        await().untilAsserted(() -> {
            single.coordination.overdue().sweep();
            single.work(subTask -> failsFor(1, subTask));
            assertThat(single.phase(1)).isEqualTo(Phase.NEEDS_OPERATOR);
        });
        single.work();
        assertThat(single.coordination.queries().counts()).isEqualTo(new TransferCounts(1, 0, 1));
        assertThat(single.phases(2, 3)).containsExactly(Phase.QUEUED, Phase.COMPLETED);
        single.control(1, ControlAction.REPLAY);
        single.work();
        assertThat(single.phases(1, 2)).containsExactly(Phase.COMPENSATED, Phase.COMPLETED);
    }

    /** The workers are away when it is to be undone, and come back after somebody has wanted it to stay as it is. */
    @Test
    void isUndoneWhenTheUndoIsDeliveredLateAndNotAcceptedBefore() {
        try (var workers = RealWorkers.start()) {
            var patient = new Rehearsal(overdueAfter(Duration.ofHours(1), Duration.ofMillis(1)));
            var before = callOwners(workers);
            patient.request(request(1, "anna.leaver", "tom.taker"));
            workers.work(patient);
            patient.control(1, ControlAction.UNDO);
            var late = patient.taken();
            needsAnOperator(patient);

            patient.control(1, ControlAction.ACCEPT);
            isRefused(patient);
            workers.deliver(late, patient);
            assertThat(patient.phase(1)).isEqualTo(Phase.UNDONE);
            assertThat(patient.facts(1, Announcement.Undone.class)).hasSize(1);
            assertThat(callOwners(workers)).isEqualTo(before);
            staysAsItIs(workers, patient, late);
        }
    }

    /** Nobody was there to do it in time; when it is accepted, its target is transferred on. */
    @Test
    void leavesAcceptedRowsAloneThoughTheTransferIsDeliveredLate() {
        try (var workers = RealWorkers.start()) {
            var hasty = new Rehearsal(overdueAfter(Duration.ofMillis(1), Duration.ofHours(1)));
            hasty.request(request(1, "anna.leaver", "tom.taker"));
            var late = hasty.taken();
            needsAnOperator(hasty);

            hasty.control(1, ControlAction.ACCEPT);
            isRefused(hasty);
            hasty.request(request(2, "tom.taker", "bea"));
            assertThat(hasty.phase(2)).isEqualTo(Phase.QUEUED);
            workers.deliver(late, hasty);
            hasty.control(1, ControlAction.ACCEPT);
            workers.work(hasty);
            assertThat(hasty.phases(1, 2)).containsExactly(Phase.ACCEPTED, Phase.COMPLETED);
            assertThat(callOwners(workers)).noneMatch(owner -> owner.startsWith("tom.taker"));
            staysAsItIs(workers, hasty, late);
        }
    }

    private static CoordinationSettings overdueAfter(Duration transferDeadline, Duration compensationDeadline) {
        var s = settings();
        return new CoordinationSettings(
                s.maxRunning(), s.sweepInterval(), s.sweepBatch(), s.askAgainAfter(), s.firstDeferral(),
                transferDeadline, SagaPolicy.WhenOverdue.NEEDS_OPERATOR, compensationDeadline, 1,
                s.compensationPause(), s.undoWindow(), s.retention());
    }

    private static void needsAnOperator(Rehearsal rehearsal) {
        await().untilAsserted(() -> {
            rehearsal.coordination.overdue().sweep();
            assertThat(rehearsal.phase(1)).isEqualTo(Phase.NEEDS_OPERATOR);
        });
    }

    private static void isRefused(Rehearsal rehearsal) {
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(rehearsal.saga(1).unanswered()).contains("ccr (qm)", "alert (wfm)");
        assertThat(rehearsal.facts(1, StatusChanged.class).getLast().cause()).isEqualTo(Cause.ACCEPT_REFUSED);
    }

    private static void staysAsItIs(RealWorkers workers, Rehearsal rehearsal, List<SubTask> deliveredAgain) {
        var owners = callOwners(workers);
        workers.deliver(deliveredAgain, rehearsal);
        workers.work(rehearsal);
        assertThat(callOwners(workers)).isEqualTo(owners);
    }

    private static List<String> callOwners(RealWorkers workers) {
        return JdbcClient.create(workers.databases().qm())
                .sql(
                        """
                        SELECT suite_user_id || ' ' || count(*) FROM ccr JOIN person_account USING (person_id)
                        WHERE tenant_id = 'acme' GROUP BY suite_user_id ORDER BY 1
                        """)
                .query(String.class)
                .list();
    }

    private static DataTypeOutcome failsFor(long id, SubTask subTask) {
        return subTask.transferId().equals(id(id)) ? DataTypeOutcome.FAILED : DataTypeOutcome.DONE;
    }

    @Test
    void undoesTheLastTransferOfAUserFirst() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"));
        rehearsal.work();
        rehearsal.control(1, ControlAction.UNDO);
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.COMPLETED);
        assertThat(rehearsal.facts(1, StatusChanged.class).getLast().message().orElseThrow())
                .contains(id(2).toString());
        rehearsal.control(2, ControlAction.UNDO);
        rehearsal.work();
        rehearsal.control(1, ControlAction.UNDO);
        rehearsal.work();
        assertThat(rehearsal.phases(1, 2)).containsOnly(Phase.UNDONE);
        assertThat(rehearsal.facts(1, Announcement.Undone.class)).hasSize(1);
    }

    @Test
    void refusesAnUndoThatWaitedBehindATransferThatMovedTheDataOn() {
        rehearsal.request(request(1, "ann", "bob"));
        rehearsal.work();
        rehearsal.request(request(2, "bob", "cid"));
        rehearsal.control(1, ControlAction.UNDO);
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.QUEUED);
        rehearsal.work();
        assertThat(rehearsal.phases(1, 2)).containsOnly(Phase.COMPLETED);
        assertThat(rehearsal.facts(1, StatusChanged.class).getLast().cause()).isEqualTo(Cause.UNDO_REFUSED);
    }

    /** It leaves the queue and queues anew while somebody is about to start it. */
    @Test
    void startsNoUndoByThePlaceItHasLeft() throws Exception {
        var single = new Rehearsal(settings(1, Duration.ofMinutes(5)));
        single.request(request(1, "ann", "bob"));
        single.work();
        single.request(request(2, "dan", "eve"));
        single.control(1, ControlAction.UNDO);
        single.request(request(3, "bob", "cid"));
        var again = List.of(single.controlled(1, ControlAction.CANCEL), single.controlled(1, ControlAction.UNDO));
        try (var history = single.database.getConnection()) {
            history.setAutoCommit(false);
            var queuesAnew = new Thread(() -> single.handle(again));
            var bothWaited = new CompletableFuture<Boolean>();
            single.beforeUsersAreLookedUp = () -> {
                single.beforeUsersAreLookedUp = () -> {};
                execute(history, "LOCK TABLE saga_history IN SHARE MODE");
                queuesAnew.start();
                await().until(() -> Locks.waiting(rehearsal.database) == 1);
                bothWaited.completeAsync(() -> {
                    try {
                        await().until(() -> Locks.waiting(rehearsal.database) == 2);
                    } finally {
                        execute(history, "ROLLBACK");
                    }
                    return true;
                });
            };
            single.work();
            queuesAnew.join();
            assertThat(bothWaited.join()).isTrue();
            single.work();
        }
        assertThat(single.phases(1, 3)).containsOnly(Phase.COMPLETED);
        assertThat(single.facts(1, StatusChanged.class).getLast().cause()).isEqualTo(Cause.UNDO_REFUSED);
    }

    private static void execute(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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

    @Test
    void forgetsWhatEndedLongAgoAndNothingElse() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "cid", "dan"));
        rehearsal.work();
        rehearsal.request(request(3, "eve", "fay"));
        JdbcClient.create(rehearsal.database)
                .sql("UPDATE saga SET ended_at = ended_at - interval '91 days' WHERE transfer_id = :id")
                .param("id", id(1).value())
                .update();
        assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1);
        assertThat(rehearsal.forgotten).hasSize(1);
        assertThat(rehearsal.coordination.queries().find(id(1))).isEmpty();
        assertThat(rehearsal.coordination.queries().history(id(1))).isEmpty();
        assertThat(rehearsal.phases(2, 3)).containsExactly(Phase.COMPLETED, Phase.TRANSFERRING);
    }

    @Test
    void forgetsWithoutWaitingForAnybody() throws SQLException {
        rehearsal.request(request(1, "ann", "bob"), request(2, "cid", "dan"));
        rehearsal.work();
        rehearsal.request(request(3, "eve", "fay"));
        JdbcClient.create(rehearsal.database)
                .sql("UPDATE saga SET ended_at = ended_at - interval '91 days' WHERE ended_at IS NOT NULL")
                .update();
        try (var connection = rehearsal.database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(
                    "SELECT 1 FROM saga WHERE transfer_id IN (?, ?) FOR NO KEY UPDATE")) {
                statement.setObject(1, id(2).value());
                statement.setObject(2, id(3).value());
                statement.execute();
            }
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1));
            connection.rollback();
        }
        assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1);
        assertThat(rehearsal.phase(3)).isEqualTo(Phase.TRANSFERRING);
    }

    @Test
    void forgetsNoFencesOfATransferThatRunsAgain() {
        rehearsal.request(request(1, "ann", "bob"));
        rehearsal.work(subTask ->
                subTask.action() == SubTaskAction.TRANSFER ? DataTypeOutcome.FAILED : DataTypeOutcome.DONE);
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.COMPENSATED);
        JdbcClient.create(rehearsal.database)
                .sql("UPDATE saga SET ended_at = ended_at - interval '91 days'")
                .update();
        var replay = new CompletableFuture<Void>();
        rehearsal.forgetFences = ids -> {
            replay.completeAsync(() -> {
                rehearsal.control(1, ControlAction.REPLAY);
                return null;
            });
            await().until(() -> replay.isDone() || Locks.waiting(rehearsal.database) > 0);
            rehearsal.forgotten.addAll(ids);
        };

        assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1);

        replay.join();
        assertThat(rehearsal.forgotten).containsExactly(id(1));
        assertThat(rehearsal.coordination.queries().find(id(1))).isEmpty();
        assertThat(rehearsal.taken()).isEmpty();
    }

    @Test
    void rejectsWhatTheProductsForbidAndLetsOthersIn() {
        var database = CoordinatorDatabase.emptied();
        var strict = new Coordination(
                database,
                settings(),
                request -> new TransferPlan(Rehearsal.plan(), List.of()),
                Set.of(Rehearsal.QM, Rehearsal.WFM),
                requests -> Map.of(
                        requests.getFirst().id(),
                        new UserCheck(
                                Set.of(),
                                List.of(FailureReason.inField(
                                        ReasonCode.UNKNOWN_USER, "sourceUserId", "ann", "nobody knows ann")))),
                (commands, announcements) -> {},
                forgotten -> {});
        strict.coordinator().handle(List.of(new SagaInput.Requested(request(1, "ann", "bob"))));
        await().untilAsserted(() -> assertThat(strict.queries().find(id(1)).orElseThrow().saga().phase())
                .isEqualTo(Phase.REJECTED));
        strict.stop();
    }

    /** One that was started before a product was added, or after it was taken away. */
    @Test
    void leavesATransferToAWorkerThatHasAllOfItsProductsAndKeepsNoRoomForIt() {
        var older = new Coordination(
                rehearsal.database,
                settings(1, Duration.ofMinutes(5)),
                request -> new TransferPlan(
                        Rehearsal.plan().stream()
                                .filter(type -> request.id().equals(id(1)) || type.product().equals(Rehearsal.QM))
                                .toList(),
                        List.of()),
                Set.of(Rehearsal.QM),
                requests -> requests.stream()
                        .collect(Collectors.toMap(
                                TransferRequest::id, request -> new UserCheck(Set.of(Rehearsal.QM), List.of()))),
                (commands, announcements) -> {},
                forgotten -> {});
        older.coordinator().handle(List.of(
                new SagaInput.Requested(request(1, "ann", "bob")), new SagaInput.Requested(request(2, "cid", "dan"))));
        older.promotion().run();
        older.stop();
        assertThat(rehearsal.phases(1, 2)).containsExactly(Phase.QUEUED, Phase.TRANSFERRING);

        rehearsal.coordination.promotion().run();
        rehearsal.work();
        assertThat(rehearsal.facts(1, Announcement.Completed.class).getFirst().results())
                .extracting(DataTypeResult::outcome)
                .containsOnly(DataTypeOutcome.DONE);
    }

    @Test
    void endsAllTransfersOfFewUsersWithSeveralCoordinatorsAtOnce() throws Exception {
        var first = new Rehearsal(settings(10, Duration.ofMinutes(5)));
        var second = new Rehearsal(first.database, settings(10, Duration.ofMinutes(5)));
        var requests = new ArrayList<SagaInput>();
        for (int i = 1; i <= 120; i++) {
            requests.add(new SagaInput.Requested(request(i, "u" + i % 7, "u" + (i * 3 + 1) % 8)));
        }
        requests.removeIf(input -> input instanceof SagaInput.Requested r
                && r.request().source().equals(r.request().target()));
        var both = List.of(first, second);
        var threads = IntStream.range(0, 4)
                .mapToObj(n -> new Thread(() -> {
                    var mine = both.get(n % 2);
                    for (int i = n; i < requests.size(); i += 4) {
                        mine.handle(List.of(requests.get(i)));
                        first.usersAtWork();
                        both.forEach(Rehearsal::work);
                    }
                }))
                .toList();
        var failures = new ConcurrentLinkedQueue<Throwable>();
        threads.forEach(t -> t.setUncaughtExceptionHandler((thread, e) -> failures.add(e)));
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        await().untilAsserted(() -> {
            both.forEach(r -> r.coordination.promotion().run());
            both.forEach(Rehearsal::work);
            assertThat(requests).allSatisfy(input -> assertThat(
                            first.coordination.queries().find(input.transferId()).orElseThrow().saga().phase())
                    .isEqualTo(Phase.COMPLETED));
        });
        assertThat(JdbcClient.create(first.database).sql("SELECT count(*) FROM user_queue").query(Long.class).single())
                .isZero();
    }
}
