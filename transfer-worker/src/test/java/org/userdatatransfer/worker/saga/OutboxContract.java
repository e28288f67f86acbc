package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What an outbox publishes, and when: the same for the real one on PostgreSQL and Kafka and for that of the simulation.
 */
public abstract class OutboxContract {

    private static final int SCRIPTS = 10;

    protected abstract void commit(Long... messages);

    protected abstract void rollBack(Long... messages);

    protected abstract void dieAfterTheCommitOf(Long... messages);

    protected abstract void dieAfterPublishing(Long... messages);

    protected abstract void sweep();

    /** Everything since it was last asked for, in the order in which it was published. */
    protected abstract List<Long> published();

    @Test
    void publishesInOrderRightAfterTheCommit() {
        commit(1L, 2L, 3L);
        assertThat(published()).containsExactly(1L, 2L, 3L);
        sweep();
        assertThat(published()).isEmpty();
    }

    @Test
    void publishesNothingOfARolledBackTransaction() {
        rollBack(1L);
        sweep();
        commit(2L);
        assertThat(published()).containsExactly(2L);
    }

    @Test
    void publishesWhatACrashLeftBehindWithTheNextSweepAndOnlyThen() {
        dieAfterTheCommitOf(1L, 2L);
        dieAfterTheCommitOf(3L);
        assertThat(published()).isEmpty();
        sweep();
        assertThat(published()).containsExactly(1L, 2L, 3L);
        sweep();
        assertThat(published()).isEmpty();
    }

    @Test
    void letsALaterBatchOvertakeOneThatWasLeftBehind() {
        dieAfterTheCommitOf(1L);
        commit(2L);
        sweep();
        assertThat(published()).containsExactly(2L, 1L);
    }

    @Test
    void publishesAgainWhatNobodyHasMarkedAsPublished() {
        dieAfterPublishing(1L);
        sweep();
        assertThat(published()).containsExactly(1L, 1L);
    }

    /** Whatever becomes of whoever appends: the simulation's outbox and this one never differ. */
    @Test
    void publishesWhatTheSimulationPublishesWhateverHappens() {
        for (long seed = 0; seed < SCRIPTS; seed++) {
            var random = new Random(seed);
            var simulated = new ArrayList<Long>();
            var outbox = new MemoryOutbox<Long>(simulated::add);
            for (long i = 1; i <= 30; i++) {
                var batch = List.of(i * 10, i * 10 + 1).subList(0, 1 + random.nextInt(2));
                var messages = batch.toArray(Long[]::new);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        dieAfterTheCommitOf(messages);
                        outbox.append(batch, MemoryOutbox.Fate.DIES_AFTER_THE_COMMIT);
                    }
                    case 1 -> {
                        dieAfterPublishing(messages);
                        outbox.append(batch, MemoryOutbox.Fate.DIES_AFTER_PUBLISHING);
                    }
                    case 2 -> {
                        sweep();
                        outbox.sweep(false);
                    }
                    case 3 -> rollBack(messages);
                    default -> {
                        commit(messages);
                        outbox.append(batch, MemoryOutbox.Fate.LIVES);
                    }
                }
            }
            sweep();
            outbox.sweep(false);
            assertThat(published()).as("seed %d", seed).isEqualTo(simulated);
        }
    }
}
