package org.userdatatransfer.worker.saga;

/** Where a transfer stands. */
public enum Phase {
    SCHEDULED,
    QUEUED,
    CHECKING,
    PREVIEWING,
    TRANSFERRING,
    VERIFYING,
    COMPENSATING,
    UNDOING,
    PREVIEWED,
    COMPLETED,
    REJECTED,
    COMPENSATED,
    CANCELLED,
    ACCEPTED,
    UNDONE,
    NEEDS_OPERATOR;

    /** Whether sub-tasks are at work. */
    public boolean isRunning() {
        return switch (this) {
            case CHECKING, PREVIEWING, TRANSFERRING, VERIFYING, COMPENSATING, UNDOING -> true;
            case SCHEDULED,
                    QUEUED,
                    PREVIEWED,
                    COMPLETED,
                    REJECTED,
                    COMPENSATED,
                    CANCELLED,
                    ACCEPTED,
                    UNDONE,
                    NEEDS_OPERATOR -> false;
        };
    }

    /** Whether nothing more happens unless somebody asks for it. NEEDS_OPERATOR is no end: its users stay locked. */
    public boolean isEnd() {
        return switch (this) {
            case PREVIEWED, COMPLETED, REJECTED, COMPENSATED, CANCELLED, ACCEPTED, UNDONE -> true;
            case SCHEDULED,
                    QUEUED,
                    CHECKING,
                    PREVIEWING,
                    TRANSFERRING,
                    VERIFYING,
                    COMPENSATING,
                    UNDOING,
                    NEEDS_OPERATOR -> false;
        };
    }
}
