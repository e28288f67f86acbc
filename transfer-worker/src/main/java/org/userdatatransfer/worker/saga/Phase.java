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
    NEEDS_OPERATOR
}
