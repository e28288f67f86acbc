package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.userdatatransfer.worker.saga.Story.POLICY;
import static org.userdatatransfer.worker.saga.Story.QM;
import static org.userdatatransfer.worker.saga.Story.START;
import static org.userdatatransfer.worker.saga.Story.WFM;
import static org.userdatatransfer.worker.saga.Story.grouped;
import static org.userdatatransfer.worker.saga.Story.moved;
import static org.userdatatransfer.worker.saga.Story.previewed;
import static org.userdatatransfer.worker.saga.Story.request;
import static org.userdatatransfer.worker.saga.Story.started;
import static org.userdatatransfer.worker.saga.Story.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

class SagaTest {

    private static final PlannedType CCR = type("ccr", QM);
    private static final PlannedType EVALUATION = type("evaluation", QM, "ccr");
    private static final PlannedType SHIFT = type("shift", WFM);
    private static final SagaPolicy STRICT = new SagaPolicy(
            POLICY.askAgainAfter(), POLICY.firstDeferral(), POLICY.transferDeadline(),
            SagaPolicy.WhenOverdue.NEEDS_OPERATOR, POLICY.compensationDeadline(), POLICY.compensationRounds(),
            POLICY.compensationPause(), POLICY.undoWindow());

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

    @Test
    void takesBackWhatWasHeldForADuplicateMayHaveDoneItSince() {
        var story = started(CCR, EVALUATION)
                .report("ccr", DataTypeOutcome.DEFERRED)
                .report("evaluation", DataTypeOutcome.HELD)
                .control(ControlAction.CANCEL);
        assertThat(story.asked()).containsExactly("COMPENSATE 2 evaluation");
    }

    @Test
    void verifiesInTheEndWhatCouldNotBeVerifiedBehindItsTypes() {
        var story = started(CCR, EVALUATION, SHIFT).allDoneButVerified();
        assertThat(story.phase()).isEqualTo(Phase.VERIFYING);
        assertThat(story.asked()).containsExactly("VERIFY 1 ccr+evaluation", "VERIFY 1 shift");
        assertThat(story.subTasks()).extracting(SubTask::step).containsOnly(SubTask.FIRST_VERIFY_STEP);
        assertThat(story.subTasks()).extracting(SubTask::after).containsOnly(List.of());
        assertThat(story.allDone().phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void verifiesAgainWhereTypesOfAnotherProductTookLong() {
        var story = started(CCR, SHIFT);
        var verifications = story.subTasks().subList(2, 4);
        story.report("ccr", DataTypeOutcome.DONE).report(verifications.get(0), DataTypeOutcome.DONE, 0);
        story.later(POLICY.askAgainAfter().plusSeconds(1)).report("shift", DataTypeOutcome.DONE);
        assertThat(story.asked()).containsExactly("VERIFY 1 ccr");
        assertThat(story.subTasks().getFirst().step()).isEqualTo(SubTask.FIRST_VERIFY_STEP + 1);
        story.allDone();
        assertThat(story.phase()).isEqualTo(Phase.VERIFYING);
        story.report(verifications.get(1), DataTypeOutcome.DONE, 0);
        assertThat(story.phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void verifiesNoProductInWhichNothingWasDone() {
        var story = started(CCR, SHIFT).report("ccr", DataTypeOutcome.DONE).report("shift", DataTypeOutcome.SKIPPED);
        assertThat(story.phase()).isEqualTo(Phase.VERIFYING);
        assertThat(story.saga().run().verifications()).extracting(Verification::product).containsExactly(QM);
    }

    @Test
    void verifiesAgainOnlyWhereRowsCameLateAndOnlyOnce() {
        var story = started(CCR, SHIFT).allDoneButVerified();
        var first = story.subTasks();
        story.report(first.get(0), DataTypeOutcome.DONE, 3);
        assertThat(story.asked()).containsExactly("VERIFY 1 ccr");
        var second = story.subTasks().getFirst();
        assertThat(second.step()).isEqualTo(SubTask.FIRST_VERIFY_STEP + 1);
        story.report(first.get(1), DataTypeOutcome.DONE, 0).report(second, DataTypeOutcome.DONE, 2);
        assertThat(story.completed().lateRows()).isEqualTo(5);
        assertThat(story.completed().verifyRounds()).isEqualTo(2);
        assertThat(story.completed().results().getFirst().tally())
                .isEqualTo(moved(10).then(moved(3)).then(moved(2)));
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
    void takesBackEverythingEverCommandedBackwardsWhenOneFails() {
        var story = started(CCR, EVALUATION, SHIFT)
                .report("ccr", DataTypeOutcome.DONE)
                .report("shift", DataTypeOutcome.FAILED);
        assertThat(story.phase()).isEqualTo(Phase.COMPENSATING);
        assertThat(story.asked()).containsExactly("COMPENSATE 2 evaluation", "COMPENSATE 2 shift");
        story.report("shift", DataTypeOutcome.DONE);
        assertThat(story.asked()).isEmpty();
        story.report("evaluation", DataTypeOutcome.DONE);
        assertThat(story.asked()).containsExactly("COMPENSATE 2 ccr");
        story.report("ccr", DataTypeOutcome.DONE);
        assertThat(story.phase()).isEqualTo(Phase.COMPENSATED);
        assertThat(story.failed().outcome()).isEqualTo(Announcement.FailureOutcome.COMPENSATED);
        assertThat(story.failed().reasons().getFirst().message())
                .isEqualTo("Sub-task shift of transfer " + Story.ID
                        + " failed (unique key shift_pk); 2 others will be undone.");
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
    }

    @Test
    void neverAsksToTakeBackWhatWasNeverCommanded() {
        var story = started(CCR, type("shift", WFM, "ccr")).report("ccr", DataTypeOutcome.FAILED);
        assertThat(story.asked()).containsExactly("COMPENSATE 2 ccr");
    }

    @Test
    void ignoresAStragglerThatSucceedsAfterTheFailure() {
        var story = started(CCR, SHIFT);
        var straggler = story.subTasks().get(1);
        story.report("ccr", DataTypeOutcome.FAILED);
        var before = story.saga();
        story.report(straggler, DataTypeOutcome.DONE, 10);
        assertThat(story.saga()).isSameAs(before);
        assertThat(story.commands()).isEmpty();
    }

    @Test
    void takesBackWhenVerificationFails() {
        var story = started(CCR, SHIFT).allDoneButVerified();
        story.report(story.subTasks().get(0), DataTypeOutcome.FAILED, 0);
        assertThat(story.asked()).containsExactly("COMPENSATE 2 ccr", "COMPENSATE 2 shift");
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
    void asksASilentVerificationAgain() {
        var story = started(CCR).report("ccr", DataTypeOutcome.DONE).later(Duration.ofMinutes(2));
        assertThat(story.asked()).containsExactly("VERIFY 1 ccr");
    }

    @Test
    void asksNobodyAgainToVerifyAProductInWhichNothingWasDone() {
        var story = started(CCR, SHIFT).report("shift", DataTypeOutcome.SKIPPED);
        assertThat(story.later(POLICY.askAgainAfter()).asked()).containsExactly("TRANSFER 1 ccr", "VERIFY 1 ccr");
        assertThat(story.allDone().phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void doublesThePauseOfADeferredVerification() {
        var story = started(CCR).allDoneButVerified();
        var verify = story.subTasks().getFirst();
        for (int pause = 5; pause <= 40; pause *= 2) {
            story.report(verify, DataTypeOutcome.DEFERRED, 0);
            assertThat(story.later(Duration.ofSeconds(pause - 1)).asked()).isEmpty();
            assertThat(story.later(Duration.ofSeconds(1)).asked()).containsExactly("VERIFY 1 ccr");
        }
    }

    @Test
    void needsAnOperatorWhenItCannotBeTakenBackAndKeepsItsUsers() {
        var story = started(type("a", QM), type("b", QM, "a"))
                .report("a", DataTypeOutcome.DONE)
                .report("b", DataTypeOutcome.FAILED)
                .report("b", DataTypeOutcome.FAILED);
        assertThat(story.phase()).isEqualTo(Phase.COMPENSATING);
        story.later(Duration.ofMinutes(1));
        assertThat(story.asked()).containsExactly("COMPENSATE 3 b");
        story.report("b", DataTypeOutcome.FAILED);
        assertThat(story.phase()).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(story.tickets()).containsExactly(TicketCall.PARK);
        assertThat(story.failed().reasons())
                .extracting(FailureReason::code, r -> r.dataType().orElseThrow().value())
                .containsExactly(
                        tuple("CONSTRAINT_VIOLATED", "b"),
                        tuple("NOT_RESTORED", "a"),
                        tuple("NOT_RESTORED", "b"));
        assertThat(story.failed().reasons().subList(1, 3))
                .extracting(FailureReason::message)
                .containsExactly(
                        "Data type a of transfer " + Story.ID
                                + " is not taken back (it waits for others that could not be). "
                                + "REPLAY tries again, ACCEPT leaves it as it is; until then both users stay locked.",
                        "Data type b of transfer " + Story.ID + " is not taken back (unique key b_pk). "
                                + "REPLAY tries again, ACCEPT leaves it as it is; until then both users stay locked.");
        assertThat(story.saga().dueAt()).isEmpty();
    }

    @Test
    void triesToTakeBackAgainOnReplay() {
        var story = needingAnOperator().control(ControlAction.REPLAY);
        assertThat(story.asked()).containsExactly("COMPENSATE 4 ccr");
        assertThat(story.tickets()).containsExactly(TicketCall.RESUME);
        story.report("ccr", DataTypeOutcome.DONE);
        assertThat(story.phase()).isEqualTo(Phase.COMPENSATED);
    }

    @Test
    void isLeftAsItIsWhenAnOperatorAccepts() {
        var story = needingAnOperator().control(ControlAction.ACCEPT);
        assertThat(story.phase()).isEqualTo(Phase.ACCEPTED);
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
        assertThat(story.facts()).isEmpty();
        assertThat(story.told()).containsExactly("ACCEPT");
    }

    @Test
    void isNotAcceptedBeforeWhatWasAskedForIsAnswered() {
        var story = started(CCR, SHIFT).obeying(STRICT);
        var asked = story.subTasks();
        story.later(Duration.ofHours(1)).control(ControlAction.ACCEPT);
        assertThat(story.phase()).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(story.tickets()).isEmpty();
        assertThat(story.told())
                .containsExactly("ACCEPT_REFUSED: ACCEPT of transfer " + Story.ID
                        + " is refused: rows of it may still move, "
                        + "for no answer has come for ccr (qm), shift (wfm); wait for it, as GET /transfers/" + Story.ID
                        + " shows, or REPLAY to take everything back.");
        story.report(asked.get(0), DataTypeOutcome.DONE, 10).report(asked.get(2), DataTypeOutcome.HELD, 0);
        assertThat(story.control(ControlAction.ACCEPT).told().getFirst()).contains("has come for shift (wfm); wait");
        story.report(asked.get(1), DataTypeOutcome.FAILED, 0);
        assertThat(story.asked()).isEmpty();
        assertThat(story.control(ControlAction.ACCEPT).phase()).isEqualTo(Phase.ACCEPTED);
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
    }

    @Test
    void isNotAcceptedBeforeItsVerificationIsAnswered() {
        var story = started(CCR).obeying(STRICT);
        var asked = story.subTasks();
        story.report(asked.get(0), DataTypeOutcome.DONE, 10).later(Duration.ofHours(1));
        assertThat(story.control(ControlAction.ACCEPT).told().getFirst()).contains("has come for VERIFY (qm); wait");
        story.report(asked.get(1), DataTypeOutcome.DONE, 0);
        assertThat(story.control(ControlAction.ACCEPT).phase()).isEqualTo(Phase.ACCEPTED);
    }

    @Test
    void isNotAcceptedWhileACommandOfAnEarlierEpochMayStillBeCarriedOut() {
        var story = started(CCR, EVALUATION);
        var transfer = story.subTasks().getFirst();
        story.report("evaluation", DataTypeOutcome.FAILED)
                .report("evaluation", DataTypeOutcome.FAILED)
                .later(Duration.ofMinutes(1))
                .report("evaluation", DataTypeOutcome.FAILED);
        assertThat(story.control(ControlAction.ACCEPT).told().getFirst()).contains("has come for ccr (qm); wait");
        assertThat(story.report(transfer, DataTypeOutcome.DEFERRED, 0).commands()).isEmpty();
        assertThat(story.control(ControlAction.ACCEPT).phase()).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(story.report(transfer, DataTypeOutcome.DONE, 10).commands()).isEmpty();
        assertThat(story.control(ControlAction.ACCEPT).phase()).isEqualTo(Phase.ACCEPTED);
    }

    @Test
    void isNotAcceptedWhileAVerificationOfAnEarlierEpochMayStillBeCarriedOut() {
        var story = started(CCR, EVALUATION).allDoneButVerified();
        var verify = story.subTasks().getFirst();
        story.control(ControlAction.CANCEL)
                .report("evaluation", DataTypeOutcome.FAILED)
                .later(Duration.ofMinutes(1))
                .report("evaluation", DataTypeOutcome.FAILED);
        assertThat(story.control(ControlAction.ACCEPT).told().getFirst()).contains("has come for VERIFY (qm); wait");
        assertThat(story.report(verify, DataTypeOutcome.DONE, 0).commands()).isEmpty();
        assertThat(story.control(ControlAction.ACCEPT).phase()).isEqualTo(Phase.ACCEPTED);
    }

    @Test
    void endsWithoutAnOperatorWhenAllIsTakenBackLate() {
        var story = started(CCR).report("ccr", DataTypeOutcome.FAILED).later(Duration.ofHours(1));
        assertThat(story.phase()).isEqualTo(Phase.NEEDS_OPERATOR);
        story.report("ccr", DataTypeOutcome.DONE);
        assertThat(story.phase()).isEqualTo(Phase.COMPENSATED);
        assertThat(story.failed().outcome()).isEqualTo(Announcement.FailureOutcome.COMPENSATED);
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
        assertThat(story.saga().endedAt()).contains(story.now());
    }

    @Test
    void isAcceptedWhenItIsHeardLateThatItCannotBeTakenBack() {
        var story = started(CCR).report("ccr", DataTypeOutcome.FAILED).later(Duration.ofHours(1));
        assertThat(story.control(ControlAction.ACCEPT).phase()).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(story.report("ccr", DataTypeOutcome.FAILED).asked()).isEmpty();
        assertThat(story.phase()).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(story.control(ControlAction.ACCEPT).phase()).isEqualTo(Phase.ACCEPTED);
    }

    @Test
    void triesAgainOnReplayWhatWorkersDidNotTakeBackInTime() {
        var story = started(CCR).report("ccr", DataTypeOutcome.FAILED).later(Duration.ofHours(1));
        assertThat(story.control(ControlAction.REPLAY).asked()).containsExactly("COMPENSATE 3 ccr");
    }

    private static Story needingAnOperator() {
        return started(CCR)
                .report("ccr", DataTypeOutcome.FAILED)
                .report("ccr", DataTypeOutcome.FAILED)
                .later(Duration.ofMinutes(1))
                .report("ccr", DataTypeOutcome.FAILED);
    }

    @Test
    void runsACompensatedTransferAgainInAHigherEpoch() {
        var story = compensated(CCR, SHIFT).control(ControlAction.REPLAY);
        assertThat(story.phase()).isEqualTo(Phase.QUEUED);
        assertThat(story.tickets()).containsExactly(TicketCall.TAKE);
        assertThat(story.start().asked())
                .containsExactly("TRANSFER 3 ccr", "TRANSFER 3 shift", "VERIFY 3 ccr", "VERIFY 3 shift");
        story.allDone();
        assertThat(story.phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void takesTwoReplaysForOne() {
        var story = compensated(CCR).control(ControlAction.REPLAY).control(ControlAction.REPLAY);
        assertThat(story.told().getFirst()).startsWith("REPLAY_REFUSED");
        assertThat(story.saga().epoch()).isEqualTo(3);
    }

    @Test
    void countsAControlOnceHoweverOftenItIsDelivered() {
        var cancel = new SagaEvent.Controlled(Story.control(ControlAction.CANCEL, 77), Optional.empty());
        var story = started(CCR).on(cancel).report("ccr", DataTypeOutcome.DONE);
        assertThat(story.phase()).isEqualTo(Phase.CANCELLED);
        assertThat(story.on(cancel).commands()).isEmpty();
    }

    @Test
    void replaysNamedTypesInWholeGroups() {
        PlannedType[] types = {grouped("a", QM, "a"), grouped("b", QM, "a"), grouped("c", QM, "c")};
        assertThat(compensated(types).control(ControlAction.REPLAY, "a").told())
                .containsExactly("REPLAY_REFUSED: REPLAY of transfer " + Story.ID
                        + " is refused: data type a is replayed only together with b.");
        var story = compensated(types).control(ControlAction.REPLAY, "a", "b").start();
        assertThat(story.asked()).containsExactly("TRANSFER 3 a", "TRANSFER 3 b", "VERIFY 3 a+b");
        story.allDone();
        assertThat(story.completed().results().get(2).reason()).contains("NOT_REPLAYED");
    }

    private static Story compensated(PlannedType... types) {
        var story = started(types).report(types[0].name().value(), DataTypeOutcome.FAILED);
        for (var type : types) {
            story.report(type.name().value(), DataTypeOutcome.DONE);
        }
        assertThat(story.phase()).isEqualTo(Phase.COMPENSATED);
        return story;
    }

    @Test
    void isCancelledAtOnceWhenTheCancelCameBeforeTheRequest() {
        var story = Story.ofCancelled(request(), CCR);
        assertThat(story.phase()).isEqualTo(Phase.CANCELLED);
        assertThat(story.failed().outcome()).isEqualTo(Announcement.FailureOutcome.CANCELLED);
        assertThat(story.tickets()).isEmpty();
    }

    @Test
    void isCancelledInTheQueueWithoutTouchingARow() {
        var story = Story.of(request(), CCR).control(ControlAction.CANCEL);
        assertThat(story.failed().outcome()).isEqualTo(Announcement.FailureOutcome.CANCELLED);
        assertThat(story.failed().results()).isEmpty();
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
        assertThat(story.start().commands()).isEmpty();
    }

    @Test
    void takesBackWhatIsDoneWhenItIsCancelledWhileRunning() {
        var story = started(CCR, SHIFT).report("ccr", DataTypeOutcome.DONE).control(ControlAction.CANCEL);
        assertThat(story.asked()).containsExactly("COMPENSATE 2 ccr", "COMPENSATE 2 shift");
        story.report("ccr", DataTypeOutcome.DONE).report("shift", DataTypeOutcome.DONE);
        assertThat(story.phase()).isEqualTo(Phase.CANCELLED);
        assertThat(story.failed().reasons().getFirst().message()).isEqualTo("Cancelled by olga.");
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
    void previewsAllTypesAtOnceAndEndsWithAPlanHash() {
        var story = preview();
        assertThat(story.phase()).isEqualTo(Phase.PREVIEWED);
        assertThat(((Announcement.Previewed) story.facts().getFirst()).planHash())
                .matches("ccr=[0-9a-f]{12};evaluation=[0-9a-f]{12}");
    }

    private static Story preview() {
        var story = Story.of(request(TransferMode.PREVIEW, Optional.empty(), Optional.empty()), CCR, EVALUATION)
                .start();
        assertThat(story.asked()).containsExactly("PREVIEW 1 ccr", "PREVIEW 1 evaluation");
        var asked = story.subTasks();
        return story.report(asked.get(0), List.of(previewed("ccr", "x")))
                .report(asked.get(1), List.of(previewed("evaluation", "y")));
    }

    private static Story checked(String evaluationHash) {
        var hash = ((Announcement.Previewed) preview().facts().getFirst()).planHash();
        var story = Story.of(request(TransferMode.EXECUTE, Optional.empty(), Optional.of(hash)), CCR, EVALUATION)
                .start();
        assertThat(story.phase()).isEqualTo(Phase.CHECKING);
        var asked = story.subTasks();
        return story.report(asked.get(0), List.of(previewed("ccr", "x")))
                .report(asked.get(1), List.of(previewed("evaluation", evaluationHash)));
    }

    @Test
    void runsWhenItsDecisionsAreStillThoseOfThePreview() {
        assertThat(checked("y").asked())
                .containsExactly("TRANSFER 1 ccr", "TRANSFER 1 evaluation", "VERIFY 1 ccr+evaluation");
    }

    @Test
    void rejectsAPlanThatHasDriftedNamingTheTypes() {
        assertThat(checked("z").failed().reasons())
                .extracting(FailureReason::code, r -> r.dataType().orElseThrow())
                .containsExactly(
                        tuple("PLAN_DRIFT", new DataTypeName("evaluation")));
    }

    @Test
    void comparesWithThePreviewOnlyWhatAReplayHasNamed() {
        var story = checked("z").control(ControlAction.REPLAY, "ccr").start();
        story.report(story.subTasks().getFirst(), List.of(previewed("ccr", "x")));
        assertThat(story.asked()).containsExactly("TRANSFER 2 ccr", "VERIFY 2 ccr");
    }

    @Test
    void undoesACompletedTransferBackwards() {
        var story = started(CCR, EVALUATION).allDone().control(ControlAction.UNDO);
        assertThat(story.phase()).isEqualTo(Phase.QUEUED);
        assertThat(story.tickets()).containsExactly(TicketCall.TAKE);
        assertThat(story.start().asked()).containsExactly("COMPENSATE 2 evaluation");
        assertThat(story.phase()).isEqualTo(Phase.UNDOING);
        story.allDone().allDone();
        assertThat(story.phase()).isEqualTo(Phase.UNDONE);
        assertThat(story.facts()).hasSize(1).first().isInstanceOfSatisfying(Announcement.Undone.class, undone -> {
            assertThat(undone.requestedBy()).isEqualTo("olga");
            assertThat(undone.results()).hasSize(2);
        });
    }

    @Test
    void refusesAnUndoWhenALaterTransferHasMovedTheDataOn() {
        var later = new TransferId(new UUID(0, 2));
        var undo = new SagaEvent.Controlled(Story.control(ControlAction.UNDO, 5), Optional.of(later));
        var story = started(CCR).allDone().on(undo);
        assertThat(story.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(story.told().getFirst()).startsWith("UNDO_REFUSED").contains(later.toString());
        assertThat(story.facts()).isEmpty();
        assertThat(story.tickets()).isEmpty();
    }

    @Test
    void refusesAQueuedUndoWhenATransferAheadOfItHasMovedTheDataOn() {
        var story = started(CCR).allDone().control(ControlAction.UNDO);
        story.on(new SagaEvent.Started(
                new UserCheck(Set.of(), List.of()), 9, Optional.of(new TransferId(new UUID(0, 2)))));
        assertThat(story.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
        assertThat(story.facts()).isEmpty();
    }

    @Test
    void refusesAnUndoWhenItsWindowIsOver() {
        var story = started(CCR).allDone();
        story.later(POLICY.undoWindow().plusSeconds(1)).control(ControlAction.UNDO);
        assertThat(story.told().getFirst())
                .contains("UNDO_REFUSED", "its undo window of 720 hours (coordination.undo-window) is over");
    }

    @Test
    void staysCompletedWhenAQueuedUndoIsCancelled() {
        var story = started(CCR).allDone().control(ControlAction.UNDO).control(ControlAction.CANCEL);
        assertThat(story.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(story.facts()).isEmpty();
        assertThat(story.tickets()).containsExactly(TicketCall.RELEASE);
    }

    @Test
    void takesBackWhatIsNotThroughAtItsDeadline() {
        var story = started(CCR, SHIFT).report("ccr", DataTypeOutcome.DONE).later(Duration.ofHours(1));
        assertThat(story.asked()).containsExactly("COMPENSATE 2 ccr", "COMPENSATE 2 shift");
        assertThat(story.saga().run().reasons().getFirst().message())
                .isEqualTo("Transfer " + Story.ID + " was not through at its deadline; still open: shift.");
    }

    @Test
    void needsAnOperatorAtItsDeadlineWherePolicySaysSo() {
        var story = started(CCR).obeying(STRICT).later(Duration.ofHours(1));
        assertThat(story.phase()).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(story.tickets()).containsExactly(TicketCall.PARK);
        assertThat(story.control(ControlAction.REPLAY).asked()).containsExactly("COMPENSATE 2 ccr");
    }

    @Test
    void needsAnOperatorWhenWorkersDoNotTakeBackInTime() {
        var story = started(CCR).report("ccr", DataTypeOutcome.FAILED).later(Duration.ofHours(1));
        assertThat(story.phase()).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(story.failed().reasons().get(1).message())
                .isEqualTo("Data type ccr of transfer " + Story.ID
                        + " is not taken back (it was asked to take back its rows and did not report in time). "
                        + "Its answer may end this by itself; REPLAY tries again; ACCEPT is refused until it has "
                        + "answered; until then both users stay locked.");
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
