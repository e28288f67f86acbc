package org.userdatatransfer.worker.engine;

/**
 * The rows did not do as planned: a trigger swallowed a change, or somebody removed rows in between. The transaction
 * must not commit; a new one may fare better.
 */
public final class RowsWithheldException extends RuntimeException {

    RowsWithheldException(String message) {
        super(message);
    }
}
