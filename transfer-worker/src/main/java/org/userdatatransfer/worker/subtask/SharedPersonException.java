package org.userdatatransfer.worker.subtask;

/** Transfers of one batch are about one person of the product: they are to be done in transactions of their own. */
final class SharedPersonException extends RuntimeException {

    SharedPersonException(String message) {
        super(message);
    }
}
