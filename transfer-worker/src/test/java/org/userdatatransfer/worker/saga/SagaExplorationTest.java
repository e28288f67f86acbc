package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.userdatatransfer.worker.saga.Story.QM;
import static org.userdatatransfer.worker.saga.Story.type;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.userdatatransfer.worker.transfer.PlannedType;

/**
 * Every reachable state of two overlapping transfers keeps what a saga promises: one end per epoch, nothing done left
 * behind, no two running transfers of one user, an end within reach.
 */
@Execution(ExecutionMode.CONCURRENT)
class SagaExplorationTest {

    private static final int CONTROLS = Integer.getInteger("exploration.controls", 2);
    private static final int FAILURES = Integer.getInteger("exploration.failures", 2);
    private static final int MISFORTUNES = Math.max(CONTROLS, FAILURES);
    private static final int MAX_STATES = Integer.getInteger("exploration.states", 3_000_000);
    private static final List<PlannedType> CHAIN = List.of(type("a", QM), type("b", QM, "a"));
    private static final List<PlannedType> SINGLE = List.of(type("a", QM));

    @Test
    void keepsEveryPromiseInEveryReachableState() {
        var outcome = explored(Core.REAL, World.of(CHAIN, SINGLE), MISFORTUNES);
        assertThat(outcome.violation()).isEmpty();
        assertThat(outcome.phases())
                .containsExactlyInAnyOrder(
                        Phase.QUEUED,
                        Phase.TRANSFERRING,
                        Phase.VERIFYING,
                        Phase.COMPENSATING,
                        Phase.UNDOING,
                        Phase.COMPLETED,
                        Phase.COMPENSATED,
                        Phase.CANCELLED,
                        Phase.ACCEPTED,
                        Phase.UNDONE,
                        Phase.NEEDS_OPERATOR);
    }

    /** So that what a bug is found by with no or one misfortune is the bug's. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void keepsEveryPromiseWithFewerMisfortunes(int misfortunes) {
        assertThat(explored(Core.REAL, World.of(CHAIN, SINGLE), misfortunes).violation())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void wouldFindAClassicBug(ClassicBug bug) {
        assertThat(IntStream.rangeClosed(0, MISFORTUNES)
                        .mapToObj(misfortunes -> explored(bug, World.of(CHAIN, SINGLE), misfortunes))
                        .anyMatch(outcome -> outcome.violation().isPresent()))
                .isTrue();
    }

    /** @param misfortunes controls and failures that there are at most */
    private static Exploration.Outcome explored(Core core, World world, int misfortunes) {
        return new Exploration(
                        core, world, Math.min(misfortunes, CONTROLS), Math.min(misfortunes, FAILURES), MAX_STATES)
                .explore();
    }

    private static Stream<Arguments> worldsAndWhatIsReachedInThem() {
        return Stream.of(
                arguments(World.scheduled(), List.of(Phase.SCHEDULED)),
                arguments(World.previewed(), List.of(Phase.PREVIEWING, Phase.PREVIEWED)),
                arguments(World.checked(), List.of(Phase.CHECKING, Phase.REJECTED)),
                arguments(World.ofUnknownUsers(), List.of(Phase.REJECTED)),
                arguments(World.ofOperators(), List.of(Phase.NEEDS_OPERATOR, Phase.ACCEPTED)));
    }

    @ParameterizedTest
    @MethodSource("worldsAndWhatIsReachedInThem")
    void keepsEveryPromiseAlsoToUnusualRequests(World world, List<Phase> reached) {
        var outcome = explored(Core.REAL, world, MISFORTUNES);
        assertThat(outcome.violation()).isEmpty();
        assertThat(outcome.phases())
                .containsAll(reached)
                .contains(Phase.COMPLETED, Phase.COMPENSATED, Phase.CANCELLED, Phase.UNDONE);
    }

    @ParameterizedTest
    @EnumSource
    void wouldFindAPeculiarBug(PeculiarBug bug) {
        var outcome = explored(bug, bug.world, MISFORTUNES);
        assertThat(outcome.violation()).isPresent();
    }
}
