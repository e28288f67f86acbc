package org.userdatatransfer.worker.transfer;

/** What an entry of the ledger says was done to its rows. */
public enum LedgerKind {
    /** A user column was set from the source to the target. */
    MOVED,
    /** The rows were deleted, and are kept whole. */
    REMOVED,
    /** Other columns were set: by a conflict rule, or for a foreign key. */
    CHANGED
}
