package org.userdatatransfer.worker.transfer;

/** How a sub-task ended for one data type. */
public enum DataTypeOutcome {
    /** Done as asked. */
    DONE,
    /** Nothing to do here, for a reason that is no failure. */
    SKIPPED,
    /** Part of it is done and committed; the worker goes on by itself. */
    IN_PROGRESS,
    /** Not now: somebody holds a lock; to be asked again later. */
    DEFERRED,
    /**
     * Cannot be done, and asking again will not help. What earlier sub-tasks of the data type have committed, such as
     * slices, stays in effect until it is taken back.
     */
    FAILED,
    /** Not yet: a data type that comes before it is not through; to be asked again once it is. */
    HELD
}
