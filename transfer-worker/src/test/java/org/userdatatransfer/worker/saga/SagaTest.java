package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.userdatatransfer.worker.saga.Story.CCR;
import static org.userdatatransfer.worker.saga.Story.EVALUATION;
import static org.userdatatransfer.worker.saga.Story.POLICY;
import static org.userdatatransfer.worker.saga.Story.QM;
import static org.userdatatransfer.worker.saga.Story.SHIFT;
import static org.userdatatransfer.worker.saga.Story.START;
import static org.userdatatransfer.worker.saga.Story.WFM;
import static org.userdatatransfer.worker.saga.Story.request;
import static org.userdatatransfer.worker.saga.Story.started;
import static org.userdatatransfer.worker.saga.Story.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

/** A transfer goes its way: from the request by its one wave of sub-tasks to the end, and what is told of it. */
class SagaTest {

    @Test
    void queuesForItsUsersWhenItIsRequested() {
        var story = Story.of(request(), CCR);
        assertThat(story.phase()).isEqualTo(Phase.QUEUED);
        assertThat(story.tickets()).containsExactly(TicketCall.TAKE);
        assertThat(story.told()).containsExactly("REQUESTED");
    }

    @Test
    void asksForEverythingInOneWaveAndTellsTheWorkerWhatComesAfterWhat() {
        var story = started(CCR, EVALUATION, SHIFT);
        assertThat(story.asked())
                .containsExactly(
                        "TRANSFER 1 ccr",
                        "TRANSFER 1 evaluation",
                        "TRANSFER 1 shift",
                        "VERIFY 1 ccr+evaluation",
                        "VERIFY 1 shift");
        assertThat(story.subTasks())
                .extracting(SubTask::after)
                .containsExactly(
                        List.of(), names("ccr"), List.of(), names("ccr", "evaluation"), names("shift"));
        assertThat(story.report("ccr", DataTypeOutcome.DONE).asked()).isEmpty();
    }

    @Test
    void completesWithTheAnswersToTheOneWave() {
        var story = started(CCR, EVALUATION, SHIFT).allDone();
        assertThat(story.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(story.completed().results()).hasSize(3);
        assertThat(story.completed().verifyRounds()).isEqualTo(1);
        assertThat(story.completed().conserved()).isTrue();
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
        assertThat(story.saga().dueAt()).isEmpty();
        assertThat(story.later(POLICY.transferDeadline()).commands()).isEmpty();
    }

    @Test
    void waitsForATypeOfAnotherProductSinceNoWorkerSeesBoth() {
        var story = started(CCR, type("shift", WFM, "ccr"), type("contract", WFM, "shift"));
        assertThat(story.asked()).containsExactly("TRANSFER 1 ccr", "VERIFY 1 ccr");
        story.report("ccr", DataTypeOutcome.DONE);
        assertThat(story.asked())
                .containsExactly("TRANSFER 1 shift", "TRANSFER 1 contract", "VERIFY 1 shift+contract");
        assertThat(story.subTasks())
                .extracting(SubTask::after)
                .containsExactly(List.of(), names("shift"), names("shift", "contract"));
    }

    @Test
    void asksForWhatWasHeldOnceWhatComesBeforeItIsThrough() {
        var story = started(CCR, EVALUATION, SHIFT)
                .report("ccr", DataTypeOutcome.DEFERRED)
                .report("evaluation", DataTypeOutcome.HELD);
        assertThat(story.asked()).isEmpty();
        assertThat(story.saga().progress()).extracting(Announcement.Progress::state).contains("HELD");
        assertThat(story.later(Duration.ofSeconds(5)).asked()).containsExactly("TRANSFER 1 ccr");
        assertThat(story.report("ccr", DataTypeOutcome.DONE).asked()).containsExactly("TRANSFER 1 evaluation");
        assertThat(story.subTasks().getFirst().after()).isEmpty();
    }

    private static List<DataTypeName> names(String... names) {
        return Stream.of(names).map(DataTypeName::new).toList();
    }

    @Test
    void skipsWhatTheSourceIsNotKnownInWithoutAskingAnyone() {
        var story = Story.of(request(), CCR, SHIFT).startAs(new UserCheck(Set.of(QM), List.of()));
        assertThat(story.asked()).containsExactly("TRANSFER 1 ccr", "VERIFY 1 ccr");
        story.allDone();
        assertThat(story.completed().results())
                .extracting(DataTypeResult::outcome, r -> r.reason().orElse(""))
                .containsExactly(
                        tuple(DataTypeOutcome.DONE, ""),
                        tuple(DataTypeOutcome.SKIPPED, "NOT_IN_PRODUCT"));
    }

    @Test
    void completesAnEmptyFanOutAtOnce() {
        var story = Story.of(request(), CCR, SHIFT).startAs(new UserCheck(Set.of(), List.of()));
        assertThat(story.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(story.completed().verifyRounds()).isZero();
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
    }

    @Test
    void rejectsWhatTheProductsForbidWithoutTouchingARow() {
        var reason = FailureReason.inField(ReasonCode.INACTIVE_TARGET, "targetUserId", "bob", "bob has left");
        var story = Story.of(request(), CCR).startAs(new UserCheck(Set.of(QM), List.of(reason)));
        assertThat(story.facts())
                .containsExactly(new Announcement.Failed(
                        Announcement.FailureOutcome.REJECTED, List.of(reason), List.of()));
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
    }

    @Test
    void rejectsAWrongRequestAndNeverReplaysIt() {
        var reason = FailureReason.inField(ReasonCode.SAME_USER, "targetUserId", "ann", "source and target are the same");
        var story = Story.ofRejected(request(), reason);
        assertThat(story.failed().reasons()).containsExactly(reason);
        assertThat(story.tickets()).isEmpty();
        assertThat(story.control(ControlAction.REPLAY).told())
                .containsExactly("REPLAY_REFUSED: REPLAY of transfer " + Story.ID
                        + " is refused: the request itself is wrong; correct it and use a new id.");
    }

    @Test
    void doesNotListenTwice() {
        var story = started(CCR, SHIFT).report("ccr", DataTypeOutcome.DONE);
        var before = story.saga();
        var done = new SubTaskCommands(before).of(before.plannedSubTask(0), SubTaskAction.TRANSFER);
        story.report(done, DataTypeOutcome.FAILED, 0);
        assertThat(story.saga()).isSameAs(before);
        assertThat(story.commands()).isEmpty();
        assertThat(story.requestedAgain(request()).commands()).isEmpty();
        assertThat(story.start().commands()).isEmpty();
        assertThat(story.saga()).isSameAs(before);
    }

    @Test
    void turnsDownAnotherRequestUnderItsIdOnceAndGoesOn() {
        var r = request();
        var other = new TransferRequest(
                r.id(), r.tenant(), r.source(), new UserId("eve"), r.requestedBy(), r.requestedAt(), r.dataTypes(),
                r.effectiveAt(), r.mode(), r.whenSourceEmpty(), r.reason(), r.planHash());
        var story = started(CCR).requestedAgain(other);
        assertThat(story.failed().reasons())
                .extracting(FailureReason::code, x -> x.field().orElse(""), x -> x.value().orElse(""))
                .containsExactly(tuple("ID_REUSED", "targetUserId", "eve"));
        assertThat(story.phase()).isEqualTo(Phase.TRANSFERRING);
        assertThat(story.requestedAgain(other).commands()).isEmpty();
    }

    @Test
    void asksADeferredSubTaskAgainLaterAndLater() {
        var story = started(CCR).report("ccr", DataTypeOutcome.DEFERRED);
        assertThat(story.asked()).isEmpty();
        assertThat(story.later(Duration.ofSeconds(4)).asked()).isEmpty();
        assertThat(story.later(Duration.ofSeconds(1)).asked()).containsExactly("TRANSFER 1 ccr");
        story.report("ccr", DataTypeOutcome.DEFERRED);
        assertThat(story.later(Duration.ofSeconds(9)).asked()).isEmpty();
        assertThat(story.later(Duration.ofSeconds(1)).asked()).containsExactly("TRANSFER 1 ccr");
    }

    @Test
    void asksASilentSubTaskAgainWithTheStepThatIsNext() {
        var story = started(CCR).report("ccr", DataTypeOutcome.IN_PROGRESS);
        assertThat(story.asked()).isEmpty();
        story.later(Duration.ofMinutes(2));
        assertThat(story.asked()).containsExactly("TRANSFER 1 ccr", "VERIFY 1 ccr");
        assertThat(story.subTasks().getFirst().step()).isEqualTo(1);
    }

    @Test
    void waitsForItsDateAndBlocksNobodyUntilThen() {
        var due = START.plus(Duration.ofDays(1));
        var story = Story.of(request(TransferMode.EXECUTE, Optional.of(due), Optional.empty()), CCR);
        assertThat(story.phase()).isEqualTo(Phase.SCHEDULED);
        assertThat(story.tickets()).isEmpty();
        assertThat(story.saga().dueAt()).contains(due);
        assertThat(story.later(Duration.ofHours(23)).commands()).isEmpty();
        assertThat(story.later(Duration.ofHours(1)).tickets()).containsExactly(TicketCall.TAKE);
    }

    @Test
    void numbersWhatItAnnouncesAndTellsItsStatusOnceAMoment() {
        var opened = Saga.open(request(), Story.plan(CCR), Optional.empty(), START);
        var started = opened.saga()
                .on(new SagaEvent.Started(new UserCheck(Set.of(), List.of()), 1, Optional.empty()), START, POLICY);
        var all = new ArrayList<>(opened.commands());
        all.addAll(started.commands());
        var told = started.saga().tell(all, Optional.empty(), START);
        assertThat(told.announcements()).extracting(Announcement::sequence).containsExactly(1L, 2L);
        assertThat(told.announcements())
                .extracting(a -> a.fact().getClass().getSimpleName())
                .containsExactly("StatusChanged", "Completed");
        assertThat(told.saga().sequence()).isEqualTo(2);
    }

    @Test
    void tellsWhereItStandsBehindTheEndsItHasPassed() {
        var story = started(CCR).report("ccr", DataTypeOutcome.FAILED).allDone();
        var moment = new ArrayList<>(story.commands());
        moment.addAll(story.control(ControlAction.REPLAY).commands());
        assertThat(told(story, moment)).containsExactly("Failed", "QUEUED REPLAY");
    }

    @Test
    void answersEveryoneItRefusesThoughItIsInOneMoment() {
        var story = started(CCR).allDone();
        var moment = new ArrayList<>(story.commands());
        moment.addAll(story.control(ControlAction.CANCEL).commands());
        moment.addAll(story.control(ControlAction.ACCEPT).commands());
        assertThat(told(story, moment))
                .containsExactly(
                        "COMPLETED REPORTED", "Completed", "COMPLETED CANCEL_REFUSED", "COMPLETED ACCEPT_REFUSED");
    }

    private static List<String> told(Story story, List<SagaCommand> moment) {
        return story.saga().tell(moment, Optional.empty(), START).announcements().stream()
                .map(a -> a.fact() instanceof Announcement.StatusChanged status
                        ? status.phase() + " " + status.cause()
                        : a.fact().getClass().getSimpleName())
                .toList();
    }
}
