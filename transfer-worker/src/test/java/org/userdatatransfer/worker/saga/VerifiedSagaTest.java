package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.saga.Story.CCR;
import static org.userdatatransfer.worker.saga.Story.EVALUATION;
import static org.userdatatransfer.worker.saga.Story.POLICY;
import static org.userdatatransfer.worker.saga.Story.QM;
import static org.userdatatransfer.worker.saga.Story.SHIFT;
import static org.userdatatransfer.worker.saga.Story.moved;
import static org.userdatatransfer.worker.saga.Story.started;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTask;

/** Verification comes behind all types of a product, and once more where rows may have come late. */
class VerifiedSagaTest {

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
}
