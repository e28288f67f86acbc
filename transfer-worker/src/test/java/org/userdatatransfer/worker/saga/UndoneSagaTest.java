package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.saga.Story.CCR;
import static org.userdatatransfer.worker.saga.Story.EVALUATION;
import static org.userdatatransfer.worker.saga.Story.POLICY;
import static org.userdatatransfer.worker.saga.Story.started;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserCheck;

/** An undo goes backwards, within its window, unless a later transfer has moved the data on. */
class UndoneSagaTest {

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
}
