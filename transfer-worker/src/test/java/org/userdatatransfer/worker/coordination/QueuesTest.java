package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.preview;
import static org.userdatatransfer.worker.coordination.Rehearsal.reported;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;
import static org.userdatatransfer.worker.coordination.Rehearsal.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.StatusChanged;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedTransfer;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.UserCheck;

/** Who is let in next: one transfer at a time for each user, as many as there is room for, every tenant in its turn. */
class QueuesTest {

    private final Rehearsal rehearsal = new Rehearsal(settings());

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
    void letsTheNextOneInWhenATransferIsCancelledInTheQueue() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"), request(3, "cid", "dan"));
        rehearsal.control(2, ControlAction.CANCEL);
        assertThat(rehearsal.phases(1, 3))
                .containsExactly(Phase.TRANSFERRING, Phase.CANCELLED, Phase.TRANSFERRING);
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

    private static DataTypeOutcome failsFor(long id, SubTask subTask) {
        return subTask.transferId().equals(id(id)) ? DataTypeOutcome.FAILED : DataTypeOutcome.DONE;
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
                transfers -> transfers.stream()
                        .collect(Collectors.toMap(
                                PlannedTransfer::id, transfer -> new UserCheck(Set.of(Rehearsal.QM), List.of()))),
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

    /** As one that a later version has written, while a worker of an earlier one still runs. */
    @Test
    void startsTheOthersBesideOneWhoseSagaNobodyCanRead() {
        var garbling = JdbcClient.create(rehearsal.database);
        rehearsal.beforeUsersAreLookedUp = () ->
                garbling.sql("UPDATE saga SET state = 'garbled' WHERE source = 'ann'").update();

        rehearsal.request(request(1, "ann", "bob"), request(2, "cid", "dan"));
        rehearsal.request(request(3, "eve", "fay"));

        assertThat(rehearsal.commands).extracting(SubTask::transferId).contains(id(2), id(3)).doesNotContain(id(1));
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
