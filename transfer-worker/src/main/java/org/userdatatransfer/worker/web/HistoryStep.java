package org.userdatatransfer.worker.web;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.coordination.HistoryLine;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;

/** One transition of a transfer as JSON. */
record HistoryStep(
        Instant at,
        @Nullable Phase from,
        Phase to,
        int epoch,
        Cause cause,
        @Nullable String by,
        @Nullable String message) {

    static HistoryStep of(HistoryLine line) {
        var entry = line.entry();
        return new HistoryStep(
                line.at(),
                entry.from().orElse(null),
                entry.to(),
                entry.epoch(),
                entry.cause(),
                entry.by().orElse(null),
                entry.message().orElse(null));
    }
}
