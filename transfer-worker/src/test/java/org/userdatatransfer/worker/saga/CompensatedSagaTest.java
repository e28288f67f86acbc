package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.saga.Story.CCR;
import static org.userdatatransfer.worker.saga.Story.EVALUATION;
import static org.userdatatransfer.worker.saga.Story.QM;
import static org.userdatatransfer.worker.saga.Story.SHIFT;
import static org.userdatatransfer.worker.saga.Story.WFM;
import static org.userdatatransfer.worker.saga.Story.grouped;
import static org.userdatatransfer.worker.saga.Story.request;
import static org.userdatatransfer.worker.saga.Story.started;
import static org.userdatatransfer.worker.saga.Story.type;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.PlannedType;

/** What fails, is cancelled or is late takes back all it ever commanded, and may be replayed. */
class CompensatedSagaTest {

    @Test
    void takesBackWhatWasHeldForADuplicateMayHaveDoneItSince() {
        var story = started(CCR, EVALUATION)
                .report("ccr", DataTypeOutcome.DEFERRED)
                .report("evaluation", DataTypeOutcome.HELD)
                .control(ControlAction.CANCEL);
        assertThat(story.asked()).containsExactly("COMPENSATE 2 evaluation");
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
    void takesBackWhatIsNotThroughAtItsDeadline() {
        var story = started(CCR, SHIFT).report("ccr", DataTypeOutcome.DONE).later(Duration.ofHours(1));
        assertThat(story.asked()).containsExactly("COMPENSATE 2 ccr", "COMPENSATE 2 shift");
        assertThat(story.saga().run().reasons().getFirst().message())
                .isEqualTo("Transfer " + Story.ID + " was not through at its deadline; still open: shift.");
    }
}
