package org.userdatatransfer.worker.engine.restore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.LedgerKind;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * What an undo must know of a ledger entry to take it back.
 */
public record LedgerEntry(long id, TransferId transfer, int rows, Work work) {

    /**
     * What entries of one statement have in common: they are taken back together.
     *
     * @param integerKeys MOVED: how the keys are kept
     * @param imageColumns REMOVED: the columns the archived rows had
     */
    public record Work(
            int op,
            LedgerKind kind,
            SqlTable table,
            Optional<SqlIdentifier> user,
            List<SqlIdentifier> key,
            List<SqlIdentifier> set,
            List<SqlIdentifier> added,
            boolean integerKeys,
            List<SqlIdentifier> imageColumns) {}

    /**
     * The newest entries in effect of the given transfers, newest first: of each until the newer ones have
     * {@code :rows} rows. What is in the rows is looked at in these only, since a slice's are megabytes; {@code + 0}
     * keeps them from being looked for, or read in order, by their numbers, which are most of the ledger: a plan that was
     * made while a month was empty would do so.
     */
    public static final String NEWEST =
            """
            SELECT l.entry_id, l.transfer_id, l.rows, l.op, l.kind, l.table_name, l.user_column, l.key_columns,
                   l.set_columns, l.added_columns, l.bigint_keys IS NOT NULL AS integer_keys,
                   ARRAY(SELECT json_object_keys(l.images[1]))::text[] AS image_columns
            FROM unnest(:transfers::text[]::uuid[], :epochs::integer[]) AS h(transfer_id, epoch)
            CROSS JOIN LATERAL (
                SELECT l.*, sum(l.rows) OVER (ORDER BY l.entry_id + 0 DESC) - l.rows AS newer_rows
                FROM user_data_transfer.row_ledger l
                WHERE l.transfer_id = h.transfer_id AND l.data_type = :type AND l.epoch = h.epoch
                  AND l.entry_id + 0 < :below) l
            WHERE l.newer_rows < :rows
            ORDER BY l.entry_id DESC
            """;

    /** How many rows there are in the entries of one transfer. */
    public static final String ROWS =
            """
            SELECT coalesce(sum(rows), 0) FROM user_data_transfer.row_ledger
            WHERE transfer_id = :transfer AND data_type = :type AND epoch = :epoch
            """;

    public static LedgerEntry read(ResultSet row, int n) throws SQLException {
        var user = row.getString("user_column");
        return new LedgerEntry(
                row.getLong("entry_id"),
                TransferId.of(row.getString("transfer_id")),
                row.getInt("rows"),
                new Work(
                        row.getInt("op"),
                        LedgerKind.valueOf(row.getString("kind")),
                        SqlTable.parse(row.getString("table_name")),
                        Optional.ofNullable(user).map(SqlIdentifier::new),
                        columns(row, "key_columns"),
                        columns(row, "set_columns"),
                        columns(row, "added_columns"),
                        row.getBoolean("integer_keys"),
                        columns(row, "image_columns")));
    }

    private static List<SqlIdentifier> columns(ResultSet row, String name) throws SQLException {
        return List.of((String[]) row.getArray(name).getArray()).stream()
                .map(SqlIdentifier::new)
                .toList();
    }
}
