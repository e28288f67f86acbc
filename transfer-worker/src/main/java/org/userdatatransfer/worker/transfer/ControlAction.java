package org.userdatatransfer.worker.transfer;

/** What an operator may ask of a transfer. */
public enum ControlAction {
    REPLAY,
    CANCEL,
    UNDO,
    ACCEPT
}
