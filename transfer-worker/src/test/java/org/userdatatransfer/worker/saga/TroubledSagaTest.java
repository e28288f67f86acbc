package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.userdatatransfer.worker.saga.Story.CCR;
import static org.userdatatransfer.worker.saga.Story.EVALUATION;
import static org.userdatatransfer.worker.saga.Story.POLICY;
import static org.userdatatransfer.worker.saga.Story.QM;
import static org.userdatatransfer.worker.saga.Story.SHIFT;
import static org.userdatatransfer.worker.saga.Story.started;
import static org.userdatatransfer.worker.saga.Story.type;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.FailureReason;

/** What cannot be taken back needs an operator: a replay tries again, an accept leaves it once nothing can move. */
class TroubledSagaTest {

    private static final SagaPolicy STRICT = new SagaPolicy(
            POLICY.askAgainAfter(), POLICY.firstDeferral(), POLICY.transferDeadline(),
            SagaPolicy.WhenOverdue.NEEDS_OPERATOR, POLICY.compensationDeadline(), POLICY.compensationRounds(),
            POLICY.compensationPause(), POLICY.undoWindow());

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
}
