package org.userdatatransfer.worker.engine.program;

import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/** Sets one user column from source to target. The ledger keeps the keys, not the rows: nothing else changes. */
record MoveSql(BoundTable bound, SqlIdentifier user) {

    /** All rows of every handover. */
    String move(int op, Optional<SqlIdentifier> fill) {
        return move(op, fill, bound.shape().table(), HandoverSql.indexed(user.of("x"), "h.source"), "");
    }

    /**
     * At most {@code :limit} rows, of one leaf of the table; for a single handover. Which rows is asked of the handover
     * itself, not of the row it is joined with: so it is asked once. Where the user says in which leaf a row is, only
     * the whole table can move it to another one; the rows' places are then looked up in every leaf, {@code :limit} at
     * most in each, and found in one.
     */
    String slice(int op, Optional<SqlIdentifier> fill, SqlTable leaf) {
        var changesLeaf = bound.shape().partitionedBy().contains(user);
        var some = SqlTemplate.of("{inLeaf} AND x.ctid = ANY (ARRAY(SELECT y.ctid FROM {leaf} y"
                        + " WHERE {yUser} = (SELECT source FROM handover){unfilled} LIMIT :limit))")
                .with(
                        "inLeaf",
                        changesLeaf ? " AND x.tableoid = %s::regclass".formatted(SqlText.literal(leaf.sql())) : "")
                .with("leaf", leaf.sql())
                .with("yUser", user.of("y"))
                .with("unfilled", unfilled(fill, "y"))
                .sql();
        return move(
                op,
                fill,
                changesLeaf ? bound.shape().table() : leaf,
                HandoverSql.unindexed(user.of("x"), "h.source"),
                some);
    }

    private String move(int op, Optional<SqlIdentifier> fill, SqlTable table, String named, String some) {
        var key = bound.table().stableKey();
        var integer = KeySql.isInteger(bound.shape(), key);
        return SqlTemplate.of(
                """
                {handovers}, updated AS (
                    UPDATE {table} x SET {user} = h.target{setFill} FROM handover h
                    WHERE {named}{unfilled}{some}
                    RETURNING h.transfer_id, h.epoch, {key} AS key, {xUser} = h.target AS arrived),
                -- A trigger may have held it back: then there would be no end of slices.
                moved AS (SELECT transfer_id, epoch, key FROM updated WHERE arrived)
                """)
                .with("handovers", bound.handovers())
                .with("table", table.sql())
                .with("user", user.sql())
                .with("xUser", user.of("x"))
                .with("setFill", fill.map(f -> ", " + f.sql() + " = h.source").orElse(""))
                .with("named", named)
                .with("unfilled", unfilled(fill, "x"))
                .with("some", some)
                .with("key", integer ? key.getFirst().of("x") : KeySql.jsonKey(bound.shape(), key, "x"))
                .sql()
                + LedgerSql.write(new LedgerSql(bound.type(), bound.shape(), op)
                        .moved(
                                user,
                                bound.type().strategy().name().toLowerCase(Locale.ROOT),
                                key,
                                fill.map(List::of).orElse(List.of())));
    }

    /**
     * Only rows in the state that the statement before left them in: what others have written since is found by the
     * count that follows. {@code coalesce} hides the condition from the planner, which would otherwise read the whole
     * table for the rare filled rows.
     */
    private String unfilled(Optional<SqlIdentifier> fill, String row) {
        return fill.map(f -> " AND coalesce(%s IS NULL, FALSE)".formatted(f.of(row)))
                .orElse(join(filled(), "", f -> " AND coalesce(%s IS NOT NULL, FALSE)".formatted(f.of(row))));
    }

    /** The columns that take the old user at the move where they are empty. */
    List<SqlIdentifier> filled() {
        return bound.table().fill().entrySet().stream()
                .filter(e -> e.getValue().equals(user))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
