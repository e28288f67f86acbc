package org.userdatatransfer.worker.saga;

/** What made a saga move, as dashboards and the history are told. */
public enum Cause {
    REQUESTED,
    ID_REUSED,
    DUE,
    WAITS_FOR_USER,
    STARTED,
    REPORTED,
    ASKED_AGAIN,
    DEADLINE,
    CANCEL,
    REPLAY,
    UNDO,
    ACCEPT,
    CANCEL_REFUSED,
    REPLAY_REFUSED,
    UNDO_REFUSED,
    ACCEPT_REFUSED;

    /** Whether somebody was told no. */
    boolean isRefusal() {
        return switch (this) {
            case CANCEL_REFUSED, REPLAY_REFUSED, UNDO_REFUSED, ACCEPT_REFUSED -> true;
            case REQUESTED,
                    ID_REUSED,
                    DUE,
                    WAITS_FOR_USER,
                    STARTED,
                    REPORTED,
                    ASKED_AGAIN,
                    DEADLINE,
                    CANCEL,
                    REPLAY,
                    UNDO,
                    ACCEPT -> false;
        };
    }
}
