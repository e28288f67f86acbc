package org.userdatatransfer.worker.saga;

import org.userdatatransfer.worker.transfer.ControlAction;

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

    /** An operator has asked for this, and the saga follows. */
    static Cause of(ControlAction action) {
        return switch (action) {
            case CANCEL -> CANCEL;
            case REPLAY -> REPLAY;
            case UNDO -> UNDO;
            case ACCEPT -> ACCEPT;
        };
    }

    /** An operator has asked for this, and was told no. */
    static Cause refusal(ControlAction action) {
        return switch (action) {
            case CANCEL -> CANCEL_REFUSED;
            case REPLAY -> REPLAY_REFUSED;
            case UNDO -> UNDO_REFUSED;
            case ACCEPT -> ACCEPT_REFUSED;
        };
    }

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
