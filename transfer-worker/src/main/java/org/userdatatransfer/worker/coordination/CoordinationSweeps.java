package org.userdatatransfer.worker.coordination;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done again and again without being asked: to wake promotion, in case a call was missed, to find what is
 * overdue, and to forget what ended long ago.
 */
final class CoordinationSweeps {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinationSweeps.class);

    /** The purge waits for the products' databases; what is overdue is found meanwhile. */
    private final ScheduledExecutorService sweeps = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("sweep-", 0).daemon(true).factory());
    private final Duration interval;
    private final Duration retention;
    private final Runnable wakePromotion;
    private final OverdueSagas overdue;
    private final EndedSagas ended;
    private final ExecutorService promoting;
    private volatile boolean running;

    /** @param promoting where promotion runs; it ends behind the sweeps, which wake it */
    CoordinationSweeps(
            CoordinationSettings settings,
            Runnable wakePromotion,
            OverdueSagas overdue,
            EndedSagas ended,
            ExecutorService promoting) {
        this.interval = settings.sweepInterval();
        this.retention = settings.retention();
        this.wakePromotion = wakePromotion;
        this.overdue = overdue;
        this.ended = ended;
        this.promoting = promoting;
    }

    void start() {
        running = true;
        sweeps.scheduleWithFixedDelay(this::sweep, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        sweeps.scheduleWithFixedDelay(this::purge, 1, 60, TimeUnit.MINUTES);
    }

    boolean isRunning() {
        return running;
    }

    private void sweep() {
        wakePromotion.run();
        try {
            overdue.sweep();
        } catch (RuntimeException | Error e) {
            // An error, too: what throws is not scheduled again, and nobody would notice.
            LOG.warn("Overdue transfers could not be looked for; the next sweep tries again", e);
        }
    }

    private void purge() {
        try {
            var purged = ended.purge();
            if (purged > 0) {
                LOG.info("{} transfers that ended more than {} ago are forgotten", purged, retention);
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("Finished transfers could not be purged; the next hour tries again", e);
        }
    }

    void stop() {
        running = false;
        end(sweeps);
        end(promoting);
    }

    private static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
