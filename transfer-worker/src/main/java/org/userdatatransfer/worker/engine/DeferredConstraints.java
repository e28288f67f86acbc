package org.userdatatransfer.worker.engine;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Finds out whether the constraints that are only checked at the commit are met, and changes nothing. */
record DeferredConstraints(JdbcClient jdbc, TransactionOperations savepoint) {

    boolean areMet() {
        try {
            check();
            return true;
        } catch (DataIntegrityViolationException e) {
            return false;
        }
    }

    /**
     * Leaves everything as it was: what is right now may be wrong at the commit, and is checked again.
     *
     * @throws DataIntegrityViolationException if a commit would fail now
     */
    void check() {
        if (!areThere()) {
            return;
        }
        savepoint.executeWithoutResult(status -> {
            jdbc.sql("SET CONSTRAINTS ALL IMMEDIATE").update();
            status.setRollbackOnly();
        });
    }

    /** Now: one may have been added since the start. */
    private boolean areThere() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM pg_constraint WHERE condeferred)")
                .query(Boolean.class)
                .single();
    }

    /** An attempt after which they are met, or it fails. */
    Attempt checkedAttempt() {
        return new Attempt(checkedSavepoint(), true);
    }

    private TransactionOperations checkedSavepoint() {
        return new TransactionOperations() {
            @Override
            public <T> T execute(TransactionCallback<T> work) {
                return savepoint.execute(status -> {
                    var result = work.doInTransaction(status);
                    check();
                    return result;
                });
            }
        };
    }
}
