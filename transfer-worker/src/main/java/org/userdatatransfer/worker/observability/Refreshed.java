package org.userdatatransfer.worker.observability;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A value that is costly to ask for, and so is asked for at most once per interval, however often it is looked at. */
final class Refreshed<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Refreshed.class);

    private final Supplier<T> source;
    private final long interval;
    private final LongSupplier nanoTime;
    private @Nullable T value;
    private long dueAt;

    Refreshed(Supplier<T> source, Duration interval, LongSupplier nanoTime) {
        this.source = source;
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        this.dueAt = nanoTime.getAsLong();
    }

    /** Empty if it could not be had the last time it was asked for. */
    synchronized Optional<T> get() {
        var now = nanoTime.getAsLong();
        if (now - dueAt >= 0) {
            dueAt = now + interval;
            value = ask();
        }
        return Optional.ofNullable(value);
    }

    private @Nullable T ask() {
        try {
            return source.get();
        } catch (RuntimeException e) {
            LOG.warn("What is measured in the database could not be read; it is tried again later", e);
            return null;
        }
    }
}
