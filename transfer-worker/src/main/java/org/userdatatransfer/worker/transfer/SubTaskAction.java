package org.userdatatransfer.worker.transfer;

/** What a sub-task does with the rows of its data types. */
public enum SubTaskAction {
    /** Decides everything and changes nothing. */
    PREVIEW,
    /** Moves the source's rows to the target. */
    TRANSFER,
    /**
     * Counts what still names the source: first it only looks, behind the last data type of its product; where rows are
     * left, or it came too early, a later round moves them. One command per product, not per type: one statement counts
     * all types, and 36 more messages per transfer would only ask for it one by one.
     */
    VERIFY,
    /** Takes back, through the ledger, what a transfer did. */
    COMPENSATE
}
