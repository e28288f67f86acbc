package org.userdatatransfer.worker.engine.restore;

import static org.userdatatransfer.worker.sql.SqlText.all;
import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.ledger.ImageSql;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.restore.LedgerRows.RowArray;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;

/** A set column is set back if it still holds our value; what was added is subtracted. */
record ResetSql(LedgerRows ledger, Work work, TableShape shape) implements RestoreSql {

    @Override
    public List<RowArray> arrays() {
        return List.of(RowArray.JSON_KEYS, RowArray.BEFORE, RowArray.AFTER);
    }

    @Override
    public String restoring() {
        var hasKey = KeySql.hasJsonKey(shape, work.key(), "x", "e.key");
        var set = work.set().stream().filter(c -> !work.added().contains(c)).toList();
        return SqlTemplate.of(
                        """
                        , back AS (
                            UPDATE {table} x SET {reset}
                            FROM entry e
                            WHERE {hasKey} AND {ours}
                            RETURNING e.transfer_id, e.entry_id, e.n, 0 AS pairs)
                        """)
                        .with("table", shape.table().sql())
                        .with("reset", join(
                                work.set(),
                                ", ",
                                c -> c.sql() + " = "
                                        + (work.added().contains(c) ? subtracted(c) : value(c, "e.before"))))
                        .with("hasKey", hasKey)
                        .with(
                                "ours",
                                all(
                                        set,
                                        c -> "%s::text IS NOT DISTINCT FROM %s::text"
                                                .formatted(c.of("x"), value(c, "e.after"))))
                        .sql()
                + LedgerRows.outcome(
                        key(),
                        "CASE WHEN EXISTS (SELECT FROM %s x WHERE %s) THEN 'CHANGED' ELSE 'DELETED' END"
                                .formatted(shape.table().sql(), hasKey));
    }

    /**
     * What nobody has touched is what it was; of what somebody has, what was added is subtracted, to the digit or
     * nearly so.
     */
    private String subtracted(SqlIdentifier column) {
        return SqlTemplate.of(
                """
                CASE WHEN {now} IS NOT DISTINCT FROM {after} THEN {before}
                     WHEN {after} IS NULL THEN {now}
                     WHEN {before} IS NULL THEN {now} - {after}
                     ELSE {now} - ({after} - {before}) END""")
                .with("now", column.of("x"))
                .with("before", value(column, "e.before"))
                .with("after", value(column, "e.after"))
                .sql();
    }

    @Override
    public String key() {
        return "e.key::text";
    }

    private String value(SqlIdentifier column, String object) {
        return ImageSql.value(shape, column, object);
    }
}
