package org.userdatatransfer.worker.engine.restore;

import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.restore.LedgerRows.RowArray;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;

/** Moved rows go back to the source if they are still the target's; those that are the source's again are well. */
record MoveBackSql(LedgerRows ledger, Work work, TableShape shape) implements RestoreSql {

    @Override
    public List<RowArray> arrays() {
        return List.of(work.integerKeys() ? RowArray.BIGINT_KEYS : RowArray.JSON_KEYS);
    }

    @Override
    public String restoring() {
        var user = work.user().orElseThrow();
        var hasKey = work.integerKeys()
                ? hasIntegerKey(work.key().getFirst())
                : KeySql.hasJsonKey(shape, work.key(), "x", "e.key");
        return SqlTemplate.of(
                        """
                        , back AS (
                            UPDATE {table} x SET {user} = e.source{unfill} FROM entry e
                            WHERE {hasKey} AND {xUser} = e.target
                            RETURNING e.transfer_id, e.entry_id, e.n, 1 AS pairs)
                        """)
                        .with("table", shape.table().sql())
                        .with("user", user.sql())
                        .with("unfill", join(
                                work.set(),
                                "",
                                f -> ", %s = nullif(%s, e.source)".formatted(f.sql(), f.of("x"))))
                        .with("hasKey", hasKey)
                        .with("xUser", user.of("x"))
                        .sql()
                + LedgerRows.outcome(
                        key(),
                        SqlTemplate.of(
                                """
                                CASE WHEN {isBack} OR (e.transfer_id, e.key) IN (
                                         SELECT transfer_id, key FROM entry
                                         WHERE (entry_id, n) IN (SELECT entry_id, n FROM back)) THEN NULL
                                     WHEN EXISTS (SELECT FROM {table} x WHERE {hasKey}) THEN 'MOVED_ON'
                                     ELSE 'DELETED' END""")
                                .with("isBack", isBack(user, hasKey))
                                .with("table", shape.table().sql())
                                .with("hasKey", hasKey)
                                .sql());
    }

    /**
     * Whether the row is the source's again, but not as another column that we have filled still says. With the user in
     * its key, that would be another row.
     */
    private String isBack(SqlIdentifier user, String hasKey) {
        return shape.rowKey().contains(user)
                ? "FALSE"
                : SqlTemplate.of("EXISTS (SELECT FROM {table} x WHERE {hasKey} AND {xUser} = e.source{unfilled})")
                        .with("table", shape.table().sql())
                        .with("hasKey", hasKey)
                        .with("xUser", user.of("x"))
                        .with(
                                "unfilled",
                                join(work.set(), "", f -> " AND %s IS DISTINCT FROM e.source".formatted(f.of("x"))))
                        .sql();
    }

    @Override
    public String key() {
        return work.integerKeys() ? "jsonb_build_array(e.key)::text" : "e.key::text";
    }

    /** As the ledger has kept it: the column may be of another type since. */
    private String hasIntegerKey(SqlIdentifier key) {
        return "%s = e.key::%s".formatted(key.of("x"), shape.typeOf(key));
    }
}
