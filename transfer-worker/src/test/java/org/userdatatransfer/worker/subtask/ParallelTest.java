package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts of a batch that are done beside each other. */
@Timeout(60)
class ParallelTest {

    @Test
    void areUnderWayAtTheSameTimeAndAnsweredInTheirOrder() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new CountDownLatch(2);

            var done = new Parallel(threads).each(List.of("one", "two"), part -> {
                all.countDown();
                await(all);
                return part + " done";
            });

            assertThat(done).containsExactly("one done", "two done");
        }
    }

    @Test
    void haveAllEndedWhenTheCallerHearsThatOneHasFailed() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var heard = new CountDownLatch(1);
            var ended = new AtomicBoolean();

            assertThatThrownBy(() -> new Parallel(threads).each(List.of("fails", "goes on"), part -> {
                        if (part.equals("fails")) {
                            throw new IllegalStateException("It cannot");
                        }
                        ended.set(!isHeardInTime(heard));
                        return part;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("It cannot");
            heard.countDown();

            assertThat(ended).isTrue();
        }
    }

    /** It never is, if all goes well. */
    private static boolean isHeardInTime(CountDownLatch heard) {
        try {
            return heard.await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
