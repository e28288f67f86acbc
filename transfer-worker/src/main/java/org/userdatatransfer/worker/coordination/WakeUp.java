package org.userdatatransfer.worker.coordination;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs something once more after every call, on its own thread; calls that come while it waits are one. */
final class WakeUp implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WakeUp.class);

    private final Executor executor;
    private final String what;
    private final Runnable work;
    private final AtomicBoolean waiting = new AtomicBoolean();

    WakeUp(Executor executor, String what, Runnable work) {
        this.executor = executor;
        this.what = what;
        this.work = work;
    }

    @Override
    public void run() {
        if (waiting.compareAndSet(false, true)) {
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException e) {
                LOG.info("{} is left to the next start: this worker is stopping", what);
            }
        }
    }

    private void work() {
        waiting.set(false);
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{} did not work out and is tried again with the next sweep", what, e);
        }
    }
}
