package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.TableShape;
import org.userdatatransfer.worker.engine.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.ThirdUsers.UserColumn;

/** Takes ledger entries of one kind of work back. What somebody else has changed since is left as it is. */
sealed interface RestoreSql permits MoveBackSql, ResetSql, PutBackSql {

    /**
     * Returns per transfer what it restored, {@code (transfer_id, rows, pairs)}, and row by row what it did not and
     * why, {@code (transfer_id, key, reason)}.
     */
    String statement();

    /** The key of row {@code :n} of an entry, as JSON. */
    String key();

    /**
     * @param users the data type's user columns in the table
     * @param thirds the columns in which an archived row may name a user who has been transferred since
     */
    static RestoreSql of(
            LedgerRows ledger, Work work, TableShape shape, List<SqlIdentifier> users, List<UserColumn> thirds) {
        return switch (work.kind()) {
            case MOVED -> new MoveBackSql(ledger, work, shape);
            case CHANGED -> new ResetSql(ledger, work, shape);
            case REMOVED -> new PutBackSql(ledger, work, shape, users, thirds);
        };
    }
}
