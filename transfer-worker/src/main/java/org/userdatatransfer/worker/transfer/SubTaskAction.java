package org.userdatatransfer.worker.transfer;

/** What a sub-task does with the rows of its data types. */
public enum SubTaskAction {
    /** Decides everything and changes nothing. */
    PREVIEW,
    /** Moves the source's rows to the target. */
    TRANSFER,
    /** Counts what still names the source after all types are done, and moves it. */
    VERIFY,
    /** Takes back, through the ledger, what a transfer did. */
    COMPENSATE
}
