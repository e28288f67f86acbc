package org.userdatatransfer.worker.engine.restore;

import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.function.Function;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.ledger.ImageSql;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.engine.program.HandoverSql;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.restore.LedgerRows.RowArray;
import org.userdatatransfer.worker.engine.restore.ThirdUsers.UserColumn;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/**
 * Archived rows are put back with the columns that were archived and can be written; a column that came later gets its
 * default, and a user who has been transferred since is replaced by the last heir.
 *
 * @param users the data type's user columns in the table
 * @param thirds the columns in which an archived row may name a user who has been transferred since
 */
record PutBackSql(
        LedgerRows ledger, Work work, TableShape shape, List<SqlIdentifier> users, List<UserColumn> thirds)
        implements RestoreSql {

    @Override
    public List<RowArray> arrays() {
        return List.of(RowArray.IMAGES);
    }

    @Override
    public String restoring() {
        var columns = columns();
        return SqlTemplate.of(
                        """
                        {heirs}, image AS MATERIALIZED (
                            SELECT i.*, row_number() OVER (PARTITION BY key ORDER BY entry_id DESC, n) AS nth
                            FROM (SELECT e.*, {key} AS key, {pairsOf} AS pairs FROM {entry} e) i),
                        inserted AS (
                            INSERT INTO {table} AS x ({columns}) OVERRIDING SYSTEM VALUE
                            SELECT {values} FROM image e{first} ORDER BY e.entry_id DESC, e.n
                            ON CONFLICT DO NOTHING
                            RETURNING {xKey} AS key),
                        back AS (
                            SELECT * FROM image
                            -- A join would compare each with each; IS TRUE keeps it a look-up in a hash table.
                            WHERE ((key, nth) IN (SELECT key, {nthInserted} FROM inserted)) IS TRUE){handedOn}
                        """)
                        .with("heirs", thirds.isEmpty() ? "" : heirs())
                        .with("entry", thirds.isEmpty() ? "entry" : "succeeded")
                        .with("key", key(this::restored))
                        .with("first", rowKey().isEmpty() ? "" : " WHERE e.nth = 1")
                        .with("nthInserted", rowKey().isEmpty() ? "row_number() OVER (PARTITION BY key)" : "1")
                        .with("pairsOf", HandoverSql.pairs(users, u -> value(u, "e.image"), "e"))
                        .with("table", shape.table().sql())
                        .with("columns", join(columns, ", ", SqlIdentifier::sql))
                        .with("values", join(columns, ", ", this::restored))
                        .with("xKey", key(c -> c.of("x")))
                        .with("handedOn", thirds.isEmpty() ? "" : handedOn())
                        .sql()
                + LedgerRows.outcome(key(), "'CLASHES'");
    }

    @Override
    public String key() {
        return key(this::archived) + "::text";
    }

    /** For the list of what is not put back: the value may be none of its type any more. */
    private String archived(SqlIdentifier column) {
        return !rowKey().isEmpty() && KeySql.isWrittenByJson(shape, column)
                ? value(column, "e.image")
                : "(e.image->>%s)".formatted(column.literal());
    }

    /** What tells a row from others: its key, or where it has none all of its values; however many these are. */
    private String key(Function<SqlIdentifier, String> value) {
        return rowKey().isEmpty()
                ? ImageSql.texts(columns(), value) + "::text"
                : KeySql.jsonKey(shape, rowKey(), value);
    }

    /** Only if it was archived: of generated columns, and of those that came later, the image says nothing. */
    private List<SqlIdentifier> rowKey() {
        return columns().containsAll(shape.rowKey()) ? shape.rowKey() : List.of();
    }

    private List<SqlIdentifier> columns() {
        return shape.writable().stream().filter(work.imageColumns()::contains).toList();
    }

    /** Each archived row with {@code heirs}, all who have come into the place of a user it names. */
    private String heirs() {
        return SqlTemplate.of(
                """
                , succeeded AS MATERIALIZED (
                    SELECT e.*, (SELECT jsonb_agg(h) FROM ({heirs}) h) AS heirs FROM entry e)""")
                .with("heirs", join(thirds, " UNION ALL ", this::heirs))
                .sql();
    }

    private String heirs(UserColumn user) {
        return HeirsSql.heirs(user, ledger.userType(), isAmongKeys(user.table().stableKey()));
    }

    /** An entry {@code l} of the ledger is about the row of {@code e}, too; the key may have been an integer then. */
    private String isAmongKeys(List<SqlIdentifier> key) {
        var integer = KeySql.isInteger(shape, key);
        return SqlTemplate.of("l.table_name = {table} AND ({key} = ANY ({keys}){wasInteger})")
                .with("table", shape.table().literal())
                .with("key", stableKey(key))
                .with("keys", integer ? "l.bigint_keys" : "l.json_keys")
                .with("wasInteger", integer || key.size() > 1
                        ? ""
                        : " OR e.image->>%s = ANY (l.bigint_keys::text[])".formatted(key.getFirst().literal()))
                .sql();
    }

    /** The archived row's key as the ledger keeps keys of moved rows. */
    private String stableKey(List<SqlIdentifier> key) {
        return KeySql.isInteger(shape, key)
                ? "(%s)::bigint".formatted(value(key.getFirst(), "e.image"))
                : KeySql.jsonKey(shape, key, k -> value(k, "e.image"));
    }

    /** The archived value; of a user who has been transferred since the last heir. */
    private String restored(SqlIdentifier column) {
        var archived = value(column, "e.image");
        return thirds.stream().anyMatch(u -> u.name().equals(column))
                ? SqlTemplate.of(
                        """
                        coalesce((SELECT h.heir::{type} FROM {heirs}
                                  WHERE h.user_column = {column} ORDER BY h.hop DESC LIMIT 1), {archived})""")
                        .with("heirs", HeirsSql.HEIRS)
                        .with("type", shape.typeOf(column))
                        .with("column", column.literal())
                        .with("archived", archived)
                        .sql()
                : archived;
    }

    /** The heirs' transfers get the row into their ledgers, as if it had been there when they ran. */
    private String handedOn() {
        return SqlTemplate.of(
                """
                , handed_on AS (
                    INSERT INTO {ledger} (transfer_id, data_type, epoch, op, kind, table_name, user_column, rule,
                                          key_columns, bigint_keys, json_keys, rows, pairs)
                    {entries})""")
                .with("ledger", LedgerSql.TABLE)
                .with("entries", join(thirds, " UNION ALL ", this::handedOn))
                .sql();
    }

    private String handedOn(UserColumn user) {
        var key = user.table().stableKey();
        var integer = KeySql.isInteger(shape, key);
        return SqlTemplate.of(
                """
                SELECT h.transfer_id, {type}, h.epoch, 0, 'MOVED', {table}, {user}, 'successor', {key},
                       {bigintKeys}, {jsonKeys}, count(*), count(*)
                FROM back e CROSS JOIN LATERAL {heirs}
                WHERE h.taken_over AND h.user_column = {user}
                GROUP BY h.transfer_id, h.epoch""")
                .with("heirs", HeirsSql.HEIRS)
                .with("type", SqlText.literal(user.type().name().value()))
                .with("table", shape.table().literal())
                .with("user", user.name().literal())
                .with("key", SqlText.names(key))
                .with("bigintKeys", integer ? "array_agg(%s)".formatted(stableKey(key)) : "NULL::bigint[]")
                .with("jsonKeys", integer ? "NULL::jsonb[]" : "array_agg(%s)".formatted(stableKey(key)))
                .sql();
    }

    private String value(SqlIdentifier column, String object) {
        return ImageSql.value(shape, column, object);
    }
}
