package org.userdatatransfer.worker.contract;

import java.util.Random;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random rows, a transfer, random writes of others, an undo. {@code -Dproperty.seed} chooses the first seed and
 * {@code -Dproperty.cases} how many follow from it; a failure names the one that fails alone.
 */
@Execution(ExecutionMode.CONCURRENT)
class PropertyTest {

    private static final int CASES_PER_DATABASE = 250;

    private final long firstSeed = Long.getLong("property.seed", 1);
    private final int cases = Integer.getInteger("property.cases", 210);

    @ParameterizedTest
    @EnumSource
    void transfersAsExpectedAndTakesBackWhatNobodyTouched(RandomCase kind) {
        var each = Math.ceilDiv(cases, RandomCase.values().length);
        for (var done = 0; done < each; done += CASES_PER_DATABASE) {
            try (var ground = new PropertyGround(kind)) {
                for (var n = done; n < Math.min(each, done + CASES_PER_DATABASE); n++) {
                    var seed = firstSeed + n;
                    play(ground, seed);
                }
            }
        }
    }

    private static void play(PropertyGround ground, long seed) {
        try {
            ground.play(new Random(seed));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "-Dtest=PropertyTest -Dproperty.cases=1 -Dproperty.seed=%d: %s".formatted(seed, e.getMessage()), e);
        }
    }
}
