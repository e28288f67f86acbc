package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.oracle.HelpDesk;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;

/** The database does not do what it is told. */
class InterferenceTest {

    private static final DataTypeName MACRO = new DataTypeName("macro");

    @Test
    void aTriggerThatSwallowsARowFailsItsDataType() {
        try (var stage = new Stage(TestProduct.DESK, TestProduct.DESK.users, Set.of(MACRO), 50_000)) {
            stage.database().run(HelpDesk.SWALLOWING_TRIGGER);

            var result = stage.transfer(1).get(MACRO);

            assertThat(result.outcome()).isEqualTo(DataTypeOutcome.FAILED);
            assertThat(result.reason()).contains("ROWS_WITHHELD");
            stage.isUntouched();
            assertThat(stage.transfer(1)).containsEntry(MACRO, result);
        }
    }

    @Test
    void aTriggerThatDoublesARowFailsItsDataType() {
        try (var stage = new Stage(TestProduct.DESK, TestProduct.DESK.users, Set.of(MACRO), 50_000)) {
            stage.database().run(HelpDesk.DOUBLING_TRIGGER);

            var result = stage.transfer(1).get(MACRO);

            assertThat(result.outcome()).isEqualTo(DataTypeOutcome.FAILED);
            assertThat(result.message()).hasValueSatisfying(message -> assertThat(message)
                    .endsWith(
                            ": 0 rows of the source stayed behind, 0 vanished and 1 appeared; "
                                    + "a trigger or another writer interferes"));
            stage.isUntouched();
        }
    }

    /** Over many transactions it might as well be somebody who works, so it is told, not refused. */
    @Test
    void aTriggerThatDoublesARowOfALargeTypeShowsInItsConservation() {
        try (var stage = new Stage(TestProduct.DESK, TestProduct.DESK.users, Set.of(MACRO), 1)) {
            stage.database().run(HelpDesk.DOUBLING_TRIGGER);

            var result = stage.transfer(1).get(MACRO);

            assertThat(result.outcome()).isEqualTo(DataTypeOutcome.DONE);
            var tally = result.tally();
            assertThat(tally.conserved()).isFalse();
            assertThat(tally.live()).isZero();
            assertThat(tally.sourceAfter() + tally.targetAfter() + tally.archived())
                    .isEqualTo(tally.sourceBefore() + tally.targetBefore() + 1);
        }
    }
}
