package org.userdatatransfer.worker.coordination;

import org.userdatatransfer.worker.transfer.TransferId;

/** The row of a saga means nothing to this worker: one of another version has written it, or somebody by hand. */
final class UnreadableSagaException extends RuntimeException {

    private final TransferId transfer;

    UnreadableSagaException(TransferId transfer, RuntimeException cause) {
        super("The saga of transfer %s cannot be read: %s".formatted(transfer, cause.getMessage()), cause);
        this.transfer = transfer;
    }

    TransferId transfer() {
        return transfer;
    }
}
