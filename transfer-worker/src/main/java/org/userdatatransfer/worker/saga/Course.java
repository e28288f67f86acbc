package org.userdatatransfer.worker.saga;

/**
 * What a transfer is doing, as decided. How far it is follows from its sub-tasks, and both give its {@link Phase},
 * which is never stored apart.
 */
public enum Course {
    /** Waits for its date. */
    SCHEDULED,
    /** Waits for its users, to be run. */
    QUEUED,
    /** Is completed, and waits for its users to be taken back. */
    QUEUED_FOR_UNDO,
    /** Asks every data type what it would do. */
    PREVIEWING,
    /** The same, to compare it with an earlier preview before it runs. */
    CHECKING,
    /** Moves the rows, and then verifies. */
    FORWARD,
    /** Takes everything back since something failed. */
    BACK_AFTER_FAILURE,
    /** Takes everything back since somebody cancelled. */
    BACK_AFTER_CANCEL,
    /** Takes everything back since somebody undoes a completed transfer. */
    BACK_FOR_UNDO,
    /** Has passed its deadline half done; policy leaves it to an operator. */
    HALTED,
    /** Was turned down before any row was touched. */
    REJECTED,
    /** Was cancelled before any row was touched. */
    CANCELLED,
    /** Was left as it is by an operator. */
    ACCEPTED;

    boolean isBack() {
        return switch (this) {
            case BACK_AFTER_FAILURE, BACK_AFTER_CANCEL, BACK_FOR_UNDO -> true;
            case SCHEDULED,
                    QUEUED,
                    QUEUED_FOR_UNDO,
                    PREVIEWING,
                    CHECKING,
                    FORWARD,
                    HALTED,
                    REJECTED,
                    CANCELLED,
                    ACCEPTED -> false;
        };
    }
}
