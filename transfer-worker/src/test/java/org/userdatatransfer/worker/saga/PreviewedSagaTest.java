package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.userdatatransfer.worker.saga.Story.CCR;
import static org.userdatatransfer.worker.saga.Story.EVALUATION;
import static org.userdatatransfer.worker.saga.Story.previewed;
import static org.userdatatransfer.worker.saga.Story.request;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.TransferMode;

/** A preview moves nothing, and what it has shown can be made the condition of a transfer. */
class PreviewedSagaTest {

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
}
