package org.userdatatransfer.worker.saga;

import java.util.EnumSet;
import java.util.Set;

/** Where one data type of a run stands: the table of legal moves. */
public enum SubTaskStatus {
    /** Not asked yet. */
    WAITING,
    /** Left out of this run: never asked, nothing to take back. */
    EXCLUDED,
    REQUESTED,
    IN_PROGRESS,
    /** Is asked again after a while. */
    DEFERRED,
    DONE,
    SKIPPED,
    FAILED,
    /** Is taken back as soon as the types that came after it are. */
    TO_COMPENSATE,
    COMPENSATING,
    /** Is asked again after a while to take back. */
    COMPENSATION_DEFERRED,
    COMPENSATED,
    /** Could not be taken back. */
    UNRESTORED,
    /** Was asked together with a type that comes before it, and is asked again once that is through. */
    HELD;

    private Set<SubTaskStatus> next() {
        return switch (this) {
            case WAITING -> EnumSet.of(EXCLUDED, REQUESTED);
            case EXCLUDED, COMPENSATED -> EnumSet.noneOf(SubTaskStatus.class);
            case REQUESTED, IN_PROGRESS, DEFERRED, HELD ->
                EnumSet.of(REQUESTED, IN_PROGRESS, DEFERRED, DONE, SKIPPED, FAILED, HELD, TO_COMPENSATE);
            case DONE -> EnumSet.of(FAILED, TO_COMPENSATE);
            case SKIPPED, FAILED, UNRESTORED -> EnumSet.of(TO_COMPENSATE);
            case TO_COMPENSATE -> EnumSet.of(COMPENSATING);
            case COMPENSATING, COMPENSATION_DEFERRED ->
                EnumSet.of(COMPENSATING, COMPENSATION_DEFERRED, COMPENSATED, UNRESTORED, TO_COMPENSATE);
        };
    }

    SubTaskStatus to(SubTaskStatus next) {
        if (!next().contains(next)) {
            throw new IllegalStateException("A sub-task never goes from %s to %s".formatted(this, next));
        }
        return next;
    }

    /** Whether a worker owes a report. */
    boolean isOpen() {
        return switch (this) {
            case REQUESTED, IN_PROGRESS, DEFERRED, COMPENSATING, COMPENSATION_DEFERRED -> true;
            case WAITING, EXCLUDED, DONE, SKIPPED, FAILED, TO_COMPENSATE, COMPENSATED, UNRESTORED, HELD -> false;
        };
    }

    /**
     * Whether its command may still be carried out: nobody has answered it, or only to say that it is to be asked
     * again.
     */
    boolean mayStillRun() {
        return isOpen() || this == HELD;
    }

    /** Whether a run forward has nothing more to do for it. */
    boolean isThrough() {
        return switch (this) {
            case EXCLUDED, DONE, SKIPPED -> true;
            case WAITING,
                    REQUESTED,
                    IN_PROGRESS,
                    DEFERRED,
                    FAILED,
                    TO_COMPENSATE,
                    COMPENSATING,
                    COMPENSATION_DEFERRED,
                    COMPENSATED,
                    UNRESTORED,
                    HELD -> false;
        };
    }

    /** Whether there is nothing of it to take back: it is already, or no worker ever heard of it. */
    boolean isRestored() {
        return switch (this) {
            case WAITING, EXCLUDED, COMPENSATED -> true;
            case REQUESTED,
                    IN_PROGRESS,
                    DEFERRED,
                    DONE,
                    SKIPPED,
                    FAILED,
                    TO_COMPENSATE,
                    COMPENSATING,
                    COMPENSATION_DEFERRED,
                    UNRESTORED,
                    HELD -> false;
        };
    }

    /** Whether a worker was ever asked in this run, and so may have taken effect whatever it reported. */
    boolean wasCommanded() {
        return this != WAITING && this != EXCLUDED;
    }

    /** What dashboards are told. */
    String label() {
        return switch (this) {
            case EXCLUDED -> "SKIPPED";
            case TO_COMPENSATE, COMPENSATION_DEFERRED -> "COMPENSATING";
            case WAITING,
                    REQUESTED,
                    IN_PROGRESS,
                    DEFERRED,
                    DONE,
                    SKIPPED,
                    FAILED,
                    COMPENSATING,
                    COMPENSATED,
                    UNRESTORED,
                    HELD -> name();
        };
    }
}
