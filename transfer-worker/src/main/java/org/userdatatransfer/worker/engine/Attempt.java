package org.userdatatransfer.worker.engine;

import org.springframework.transaction.support.TransactionOperations;

/**
 * How something is tried that a constraint may forbid.
 *
 * @param savepoint runs nested in the caller's transaction, so that a violation costs one statement only
 * @param checked whether the constraints that are only checked at the commit are met, too, or it has failed
 */
record Attempt(TransactionOperations savepoint, boolean checked) {

    static Attempt unchecked(TransactionOperations savepoint) {
        return new Attempt(savepoint, false);
    }
}
