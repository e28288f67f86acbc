package org.userdatatransfer.worker.transfer;

/** What an overwrite does to the target's rows when the source has none to put in their place. */
public enum WhenSourceEmpty {
    KEEP_TARGET,
    WIPE_TARGET
}
