package org.userdatatransfer.worker.catalogue;

/** What becomes of the target's own rows of a data type. */
public enum Strategy {
    /** The target ends up with both users' rows. */
    COMBINE,
    /** The target's rows are archived and deleted, and the source's take their place. */
    OVERWRITE
}
