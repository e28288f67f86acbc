package org.userdatatransfer.worker.saga;

import java.util.Optional;

/**
 * One line of a transfer's history; its time is that of the decision.
 *
 * @param from absent for the first line
 * @param by who asked, if a person or system did
 */
public record HistoryEntry(
        Optional<Phase> from, Phase to, int epoch, Cause cause, Optional<String> by, Optional<String> message) {}
