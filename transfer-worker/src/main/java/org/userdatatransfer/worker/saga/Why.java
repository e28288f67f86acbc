package org.userdatatransfer.worker.saga;

import java.util.Optional;
import org.userdatatransfer.worker.transfer.TransferControl;

/** Why a saga moves, and what a person should be told about it. */
record Why(Cause cause, Optional<String> by, Optional<String> message) {

    static Why itself(Cause cause) {
        return new Why(cause, Optional.empty(), Optional.empty());
    }

    static Why asked(TransferControl control) {
        return new Why(Cause.of(control.action()), Optional.of(control.requestedBy()), control.reason());
    }

    static Why refused(TransferControl control, String message) {
        return new Why(
                Cause.refusal(control.action()), Optional.of(control.requestedBy()), Optional.of(message));
    }
}
