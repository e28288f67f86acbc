package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;

/** Somebody goes on writing for the source after the transfer, before it is verified. */
@Execution(ExecutionMode.CONCURRENT)
class LateRowsTest {

    /** The source's late rows are like the target's in all but who they name: they clash wherever a key forbids two. */
    @TestFactory
    Stream<DynamicNode> archivesLateRowsThatClashAndNeverARowOfTheTarget() {
        return withoutTriggers(EveryGroup.together(stage -> {
            stage.transfer(1);
            var writer = new LiveWriter(stage);
            writer.repeatForSourceWhatTargetHas();
            verifiesWithoutLossToTheTarget(stage, writer);
        }));
    }

    @TestFactory
    Stream<DynamicNode> movesLateRowsThatDoNotClash() {
        return withoutTriggers(EveryGroup.together(stage -> {
            stage.transfer(1);
            var writer = new LiveWriter(stage);
            writer.writeForSourceWhatOthersHave();
            verifiesWithoutLossToTheTarget(stage, writer);
        }));
    }

    private static void verifiesWithoutLossToTheTarget(Stage stage, LiveWriter writer) {
        var before = stage.rows();
        var opened = Instant.now();

        var late = stage.verify(1, 0);

        assertThat(late).isNotEmpty().allSatisfy((type, result) -> {
            assertThat(result.outcome()).as("%s", result).isEqualTo(DataTypeOutcome.DONE);
            assertThat(result.tally().conserved()).as("%s", result).isTrue();
            assertThat(result.tally().sourceAfter()).as("%s", result).isZero();
        });
        var after = stage.rows();
        writer.isCombined(before, after, opened);

        assertThat(stage.verify(1, 0)).isEqualTo(late);
        assertThat(stage.verify(1, 1)).isEmpty();
        assertThatRows(stage.rows()).areAsIn(after);
    }

    /** The help desk's triggers write, too. */
    private static Stream<DynamicNode> withoutTriggers(Stream<DynamicNode> products) {
        return products.filter(product -> !product.getDisplayName().equals(TestProduct.DESK.name()));
    }
}
