package org.userdatatransfer.worker.engine.restore;

import java.util.List;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.restore.LedgerRows.RowArray;
import org.userdatatransfer.worker.engine.restore.ThirdUsers.UserColumn;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;

/** Takes ledger entries of one kind of work back. What somebody else has changed since is left as it is. */
public sealed interface RestoreSql permits MoveBackSql, ResetSql, PutBackSql {

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

    LedgerRows ledger();

    /** The arrays of the ledger that say what is to be restored. */
    List<RowArray> arrays();

    /** What follows on the relation {@code entry} of {@link LedgerRows}, and ends in {@link LedgerRows#outcome}. */
    String restoring();

    /** What a row {@code e} of {@code entry} is told by if it is not restored, as text. */
    String key();

    /**
     * All of the entries at once: returns per transfer what it restored, {@code (transfer_id, rows, pairs)}, and row by
     * row what it did not and why, {@code (transfer_id, key, reason)}.
     */
    default String statement() {
        return ledger().entries(arrays()) + restoring();
    }

    /** The same row by row, with {@code :one} for each; what a constraint forbids has its {@code (entry_id, n)}. */
    default String oneByOne() {
        return ledger().entries(arrays())
                + SqlTemplate.of(
                        """
                        SELECT r.* FROM user_data_transfer.restore_one_by_one(
                            :one,
                            ARRAY(SELECT row_to_json(e)
                                  FROM (SELECT e.*, {key} AS row_key FROM entry e ORDER BY e.entry_id, e.n) e),
                            :checked) r
                        """)
                        .with("key", key())
                        .sql();
    }

    /** The statement for the single row in {@code $1}. */
    default String one() {
        return ledger().entry(arrays()) + restoring();
    }
}
