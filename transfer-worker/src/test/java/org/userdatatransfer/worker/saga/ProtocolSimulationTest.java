package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many random histories of the whole protocol. A failure names its seed and shows the last that happened;
 * {@code -Dsimulation.seeds} asks for more of them, {@code -Dsimulation.first} for other ones.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProtocolSimulationTest {

    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 2_000);

    @Test
    void endsSeriallyAndCompletelyWhateverHappens() {
        var ends = new HashSet<Phase>();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            var simulation = new ProtocolSimulation(seed, Core.REAL, 3, 6, 4);
            run(simulation, seed, 400);
            ends.addAll(simulation.ends());
        }
        assertThat(ends).contains(Phase.COMPLETED, Phase.COMPENSATED, Phase.CANCELLED, Phase.UNDONE);
    }

    @Test
    void endsSeriallyAndCompletelyWithTwentyTransfersOfThirtySixTypes() {
        for (long seed = FIRST; seed < FIRST + SEEDS / 200; seed++) {
            run(new ProtocolSimulation(seed, Core.REAL, 36, 20, 5), seed, 3_000);
        }
    }

    private static void run(ProtocolSimulation simulation, long seed, int wildSteps) {
        try {
            simulation.run(wildSteps);
        } catch (RuntimeException e) {
            throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** The exploration finds the others; here workers' fences hide them well. */
    @ParameterizedTest
    @EnumSource(names = {"RESET_ON_A_REPEATED_REQUEST", "COMPENSATE_ONLY_WHAT_REPORTED_SUCCESS"})
    void wouldFindAClassicBug(ClassicBug bug) {
        assertThat(firstBroken(seed -> new ProtocolSimulation(seed, bug, 3, 6, 4))).isPresent();
    }

    @Test
    void wouldFindAVerificationThatIsCarriedOutAgainAfterTheTransferIsCompleted() {
        assertThat(firstBroken(seed -> new ProtocolSimulation(seed, Core.REAL, 3, 6, 4).verifyingUnfenced()))
                .isPresent();
    }

    @Test
    void wouldFindAFenceThatDoesNotTellOneSliceFromAnother() {
        assertThat(firstBroken(seed -> new ProtocolSimulation(seed, Core.REAL, 3, 6, 4).slicingUnfenced()))
                .isPresent();
    }

    @Test
    void wouldFindAPromotionThatIgnoresTenants() {
        assertThat(firstBroken(seed -> new ProtocolSimulation(seed, Core.REAL, 3, 6, 4).ignoringTenants()))
                .isPresent();
    }

    private static OptionalLong firstBroken(LongFunction<ProtocolSimulation> simulation) {
        return LongStream.range(FIRST, FIRST + SEEDS)
                .filter(seed -> isBroken(simulation.apply(seed)))
                .findFirst();
    }

    private static boolean isBroken(ProtocolSimulation simulation) {
        try {
            simulation.run(400);
            return false;
        } catch (Fortune.Broken e) {
            return true;
        }
    }
}
