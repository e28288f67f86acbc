package org.userdatatransfer.worker.engine;

import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/**
 * How far a data type is: done, or, if it is large, where its next slice goes on.
 *
 * @param cursor for a transfer the statement the next slice begins with; for an undo the ledger entry below which
 *     nothing is taken back yet
 * @param removedRows rows removed so far
 */
public record Progress(DataTypeResult result, Verdict verdict, long cursor, long removedRows) {

    private static final long BEGINNING = -1;

    /** Too large to be begun with where others wait: not even counted. */
    static Progress notBegun(DataTypeName type) {
        return new Progress(DataTypeResult.inProgress(type), Verdict.KEEP, BEGINNING, 0);
    }

    boolean isBegun() {
        return cursor != BEGINNING;
    }

    public static Progress done(DataTypeResult result, Verdict verdict) {
        return new Progress(result, verdict, 0, 0);
    }

    public boolean goesOn() {
        return result.outcome() == DataTypeOutcome.IN_PROGRESS;
    }

    /** Whether a part of what was done is taken back already. */
    public boolean isUndo() {
        return goesOn() && verdict == Verdict.RESTORE;
    }
}
