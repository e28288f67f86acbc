package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Done, done again, taken back, taken back again, done anew: every data type, in both directions. */
@Execution(ExecutionMode.CONCURRENT)
class EveryDataTypeTest {

    @TestFactory
    Stream<DynamicNode> leavesTheExpectedRowsAndTakesThemBackHoweverOftenItIsTold() {
        return EveryGroup.bothWays(stage -> {
            var done = stage.transfer(1);
            stage.tells(done);
            stage.isTransferred();

            assertThat(stage.transfer(1)).isEqualTo(done);
            stage.isTransferred();

            var undone = stage.undo(2);
            stage.tellsOfNothingLost(undone);
            stage.isUndone();

            assertThat(stage.undo(2)).isEqualTo(undone);
            assertThat(stage.transfer(1)).isEmpty();
            stage.isUndone();

            stage.tells(stage.transfer(3));
            stage.isTransferred();
            stage.tellsOfNothingLost(stage.undo(4));
            stage.isUndone();
        });
    }

    @TestFactory
    Stream<DynamicNode> comesToTheSameInSlices() {
        return EveryGroup.inSlices(7, stage -> {
            stage.tells(stage.transfer(1));
            stage.isTransferred();

            stage.tellsOfNothingLost(stage.undo(2));
            stage.isUndone();
        });
    }

    @TestFactory
    Stream<DynamicNode> doesNothingForATransferThatItsCompensationOvertook() {
        return EveryGroup.together(stage -> {
            stage.tellsOfNothingLost(stage.undo(2));
            assertThat(stage.transfer(1)).isEmpty();
            stage.isUntouched();
        });
    }
}
