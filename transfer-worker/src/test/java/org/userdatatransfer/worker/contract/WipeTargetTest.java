package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.transfer.Flag;

/** The literal reading of an overwrite from an empty source, which only a request can ask for. */
@Execution(ExecutionMode.CONCURRENT)
class WipeTargetTest {

    @TestFactory
    Stream<DynamicNode> wipesTheTargetWhereTheSourceHasNothingAndTakesItBack() {
        return EveryGroup.ofEachShape(transferred -> {
            transferred.transfer(1);
            wipesAndTakesBack(transferred.wipingTarget());
        });
    }

    /** Nobody's rows: the source of a transfer that has just ended has none left. */
    @ParameterizedTest
    @EnumSource
    void wipesAllTypesTogetherAndInSlices(TestProduct product) {
        for (var sliceRows : new int[] {5, 50_000}) {
            try (var transferred = new Stage(product, product.users, product.types(), sliceRows)) {
                transferred.transfer(1);
                wipesAndTakesBack(transferred.wipingTarget());
            }
        }
    }

    /** Who gives rows is not empty: the request's permission changes nothing. */
    @ParameterizedTest
    @EnumSource
    void changesNothingWhereTheSourceHasRows(TestProduct product) {
        try (var stage = new Stage(product, product.users, product.types(), 50_000);
                var wiping = stage.wipingTarget()) {
            wiping.tells(wiping.transfer(1));
            wiping.isTransferred();
            wiping.tellsOfNothingLost(wiping.undo(2));
            wiping.isUndone();
        }
    }

    private static void wipesAndTakesBack(Stage stage) {
        var wiped = stage.transfer(1);
        stage.tells(wiped);
        stage.isTransferred();
        wiped.forEach((type, result) -> {
            if (stage.product().live().catalogue().type(type).strategy() == Strategy.OVERWRITE
                    && result.tally().targetBefore() > 0) {
                assertThat(result.reason()).as("%s", result).contains("TARGET_WIPED");
                assertThat(result.flags()).as("%s", result).extracting(Flag::name).contains("TARGET_WIPED");
                assertThat(result.tally().targetAfter()).as("%s", result).isZero();
            }
        });
        assertThat(stage.transfer(1)).isEqualTo(wiped);
        stage.isTransferred();

        stage.tellsOfNothingLost(stage.undo(2));
        stage.isUndone();
    }
}
