package org.userdatatransfer.worker.engine;

import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/** How far a data type is: done, or, if it is large, where its next slice goes on. */
public sealed interface Progress {

    DataTypeResult result();

    default boolean goesOn() {
        return !(this instanceof Done);
    }

    record Done(DataTypeResult result) implements Progress {}

    /** Too large to be begun with where others wait: not even counted. */
    record NotBegun(DataTypeResult result) implements Progress {

        static NotBegun of(DataTypeName type) {
            return new NotBegun(DataTypeResult.inProgress(type));
        }
    }

    /**
     * A transfer in slices.
     *
     * @param cursor the statement the next slice begins with
     * @param removedRows rows removed so far
     */
    record Transferring(DataTypeResult result, Verdict verdict, long cursor, long removedRows) implements Progress {}

    /**
     * An undo in slices.
     *
     * @param below the ledger entry below which nothing is taken back yet
     */
    record Restoring(DataTypeResult result, long below) implements Progress {}
}
