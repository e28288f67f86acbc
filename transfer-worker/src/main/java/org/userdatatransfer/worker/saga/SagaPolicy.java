package org.userdatatransfer.worker.saga;

import java.time.Duration;

/**
 * How patient sagas are.
 *
 * @param askAgainAfter how long a sub-task may be silent before it is asked again; doubled each time, up to 32 times as
 *     long, so that asking again does not keep slow workers slow
 * @param firstDeferral how long a deferred sub-task waits; doubled each time up to {@code askAgainAfter}
 * @param transferDeadline how long a run may take before {@code whenOverdue} applies
 * @param compensationDeadline how long taking back may take before an operator is needed
 * @param compensationRounds how often a failed compensation is tried in all
 * @param compensationPause how long it waits between two rounds
 * @param undoWindow how long after its completion a transfer can be undone
 */
public record SagaPolicy(
        Duration askAgainAfter,
        Duration firstDeferral,
        Duration transferDeadline,
        WhenOverdue whenOverdue,
        Duration compensationDeadline,
        int compensationRounds,
        Duration compensationPause,
        Duration undoWindow) {

    /** What becomes of a transfer that passes its deadline. */
    public enum WhenOverdue {
        COMPENSATE,
        NEEDS_OPERATOR
    }

    Duration patience(int attempts) {
        return askAgainAfter.multipliedBy(1L << Math.min(attempts, 5));
    }

    Duration deferral(int attempts) {
        var doubled = firstDeferral.multipliedBy(1L << Math.min(attempts, 20));
        return doubled.compareTo(askAgainAfter) < 0 ? doubled : askAgainAfter;
    }
}
