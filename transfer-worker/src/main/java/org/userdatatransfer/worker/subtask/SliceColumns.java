package org.userdatatransfer.worker.subtask;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.engine.Progress;
import org.userdatatransfer.worker.engine.Verdict;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/**
 * Where the next slice of a large data type goes on, as the fence keeps it.
 *
 * @param cursor null if there is no next slice
 * @param verdict of a transfer; {@value #UNDO} of an undo; null if nothing has been begun
 */
record SliceColumns(@Nullable Long cursor, @Nullable String verdict, @Nullable Long removed) {

    private static final String UNDO = "RESTORE";

    static SliceColumns of(Optional<Progress> progress) {
        return switch (progress.orElse(null)) {
            case null -> new SliceColumns(null, null, null);
            case Progress.Done done -> new SliceColumns(null, null, null);
            case Progress.NotBegun notBegun -> new SliceColumns(0L, null, 0L);
            case Progress.Transferring t -> new SliceColumns(t.cursor(), t.verdict().name(), t.removedRows());
            case Progress.Restoring restoring -> new SliceColumns(restoring.below(), UNDO, 0L);
        };
    }

    static SliceColumns read(ResultSet row) throws SQLException {
        return new SliceColumns(
                row.getObject("slice_cursor", Long.class),
                row.getString("slice_verdict"),
                row.getObject("slice_removed", Long.class));
    }

    /** @param result what the last slice has said */
    Optional<Progress> progress(Optional<DataTypeResult> result) {
        if (cursor == null) {
            return Optional.empty();
        }
        if (verdict == null) {
            return result.map(Progress.NotBegun::new);
        }
        return result.map(said -> verdict.equals(UNDO)
                ? new Progress.Restoring(said, cursor)
                : new Progress.Transferring(said, Verdict.valueOf(verdict), cursor, removed == null ? 0 : removed));
    }
}
