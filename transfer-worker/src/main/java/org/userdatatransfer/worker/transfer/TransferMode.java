package org.userdatatransfer.worker.transfer;

/** Whether a request moves the rows or only says what would happen. */
public enum TransferMode {
    EXECUTE,
    PREVIEW
}
