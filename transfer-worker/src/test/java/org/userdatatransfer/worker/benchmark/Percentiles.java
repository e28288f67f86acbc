package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Times, shortest first. */
record Percentiles(List<Duration> sorted) {

    static Percentiles of(Collection<Duration> times) {
        return new Percentiles(times.stream().sorted().toList());
    }

    /** The time that so many of a hundred do not exceed, in milliseconds. */
    double millis(int percent) {
        var rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1)).toNanos() / 1e6;
    }
}
