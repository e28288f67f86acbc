package org.userdatatransfer.worker.engine;

import static org.userdatatransfer.worker.catalogue.SqlText.all;
import static org.userdatatransfer.worker.catalogue.SqlText.join;

import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlText;
import org.userdatatransfer.worker.catalogue.TableShape;
import org.userdatatransfer.worker.engine.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.ThirdUsers.UserColumn;

/**
 * Takes ledger entries back. What somebody else has changed since is left as it is and returned with the reason. Each
 * statement returns per transfer what it restored, {@code (transfer_id, rows, pairs)}, and row by row what it did not,
 * {@code (transfer_id, key, reason)}.
 *
 * @param users the data type's user columns in the table
 * @param thirds the columns in which an archived row may name a user who has been transferred since
 */
record RestoreSql(
        DataType type,
        Work work,
        TableShape shape,
        List<SqlIdentifier> users,
        List<UserColumn> thirds,
        String userType) {

    private static final String OUTCOME =
            """
            SELECT transfer_id, count(*) AS rows, sum(pairs) AS pairs, NULL AS key, NULL AS reason
            FROM back GROUP BY transfer_id
            UNION ALL
            SELECT e.transfer_id, 0, 0, {key}, {reason}
            FROM entry e WHERE NOT EXISTS (SELECT FROM back b WHERE b.entry_id = e.entry_id AND b.n = e.n)
            """;

    /** The key of row {@code :n} of an entry, as JSON. */
    String key() {
        return switch (work.kind()) {
            case "REMOVED" ->
                Ground.jsonKey(shape, shape.primaryKey(), k -> value(k, "images[:n]"));
            default ->
                "CASE WHEN bigint_keys IS NOT NULL THEN jsonb_build_array(bigint_keys[:n]) ELSE json_keys[:n] END";
        };
    }

    String restore() {
        return switch (work.kind()) {
            case "MOVED" -> moveBack();
            case "CHANGED" -> reset();
            case "REMOVED" -> putBack();
            default -> throw new IllegalStateException("No ledger entry is of kind " + work.kind());
        };
    }

    /** The ledger's rows of the entries {@code :entries}, from {@code :first} to {@code :last} within each. */
    private String entry(String columns, String unnested) {
        return SqlText.fill(
                """
                {pairs}, entry AS MATERIALIZED (
                    SELECT p.transfer_id, p.source, p.target, l.entry_id, l.written_at, k.n, {columns}
                    FROM pair p
                    JOIN {ledger} l ON l.transfer_id = p.transfer_id AND l.data_type = {type}
                     AND l.entry_id = ANY (:entries::bigint[])
                    CROSS JOIN LATERAL {unnested} WITH ORDINALITY {alias}
                    WHERE k.n BETWEEN :first AND :last)
                """,
                "pairs",
                Ground.pairs(userType),
                "columns",
                columns,
                "ledger",
                LedgerSql.TABLE,
                "type",
                SqlText.literal(type.name().value()),
                "unnested",
                unnested,
                "alias",
                unnested.contains(",") ? "k(key, before, after, n)" : "k(key, n)");
    }

    private String moveBack() {
        var user = work.user().orElseThrow();
        var integer = Ground.isInteger(shape, work.key());
        var hasKey = integer
                ? work.key().getFirst().of("x") + " = e.key"
                : Ground.hasJsonKey(shape, work.key(), "x", "e.key");
        return entry("k.key", integer ? "unnest(l.bigint_keys)" : "unnest(l.json_keys)")
                + SqlText.fill(
                        """
                        , back AS (
                            UPDATE {table} x SET {user} = e.source{unfill} FROM entry e
                            WHERE {hasKey} AND {xUser} = e.target
                            RETURNING e.transfer_id, e.entry_id, e.n, 1 AS pairs)
                        """,
                        "table",
                        shape.table().sql(),
                        "user",
                        user.sql(),
                        "unfill",
                        join(
                                work.set(),
                                "",
                                f -> ", %s = nullif(%s, e.source)".formatted(f.sql(), f.of("x"))),
                        "hasKey",
                        hasKey,
                        "xUser",
                        user.of("x"))
                + outcome(
                        integer ? "jsonb_build_array(e.key)::text" : "e.key::text",
                        "CASE WHEN EXISTS (SELECT FROM %s x WHERE %s) THEN 'MOVED_ON' ELSE 'DELETED' END"
                                .formatted(shape.table().sql(), hasKey));
    }

    /** A set column is set back if it still holds our value; what was added is subtracted. */
    private String reset() {
        var hasKey = Ground.hasJsonKey(shape, work.key(), "x", "e.key");
        var set = work.set().stream().filter(c -> !work.added().contains(c)).toList();
        return entry("k.key, k.before, k.after", "unnest(l.json_keys, l.before, l.after)")
                + SqlText.fill(
                        """
                        , back AS (
                            UPDATE {table} x SET {reset}
                            FROM entry e
                            WHERE {hasKey} AND {ours}
                            RETURNING e.transfer_id, e.entry_id, e.n, 0 AS pairs)
                        """,
                        "table",
                        shape.table().sql(),
                        "reset",
                        join(
                                work.set(),
                                ", ",
                                c -> c.sql() + " = " + (work.added().contains(c) ? subtracted(c) : value(c, "e.before"))),
                        "hasKey",
                        hasKey,
                        "ours",
                        all(set, c -> "%s::text IS NOT DISTINCT FROM %s::text".formatted(c.of("x"), value(c, "e.after"))))
                + outcome(
                        "e.key::text",
                        "CASE WHEN EXISTS (SELECT FROM %s x WHERE %s) THEN 'CHANGED' ELSE 'DELETED' END"
                                .formatted(shape.table().sql(), hasKey));
    }

    /** What was added is subtracted; where there was nothing before, nothing is there again unless more has been added. */
    private String subtracted(SqlIdentifier column) {
        return SqlText.fill(
                """
                CASE WHEN {after} IS NULL THEN {now}
                     WHEN {before} IS NOT NULL THEN {now} - ({after} - {before})
                     WHEN {now} <> {after} THEN {now} - {after} END""",
                "now",
                column.of("x"),
                "before",
                value(column, "e.before"),
                "after",
                value(column, "e.after"));
    }

    /** Only the columns that were archived and can be written; a column that came later gets its default. */
    private String putBack() {
        var columns = shape.writable().stream().filter(work.imageColumns()::contains).toList();
        var key = shape.primaryKey().isEmpty() ? columns : shape.primaryKey();
        return entry("k.key AS image", "unnest(l.images)")
                + SqlText.fill(
                        """
                        , heir AS MATERIALIZED ({heirs}),
                        image AS MATERIALIZED (
                            SELECT e.*, {key} AS key, {pairsOf} AS pairs FROM entry e),
                        inserted AS (
                            INSERT INTO {table} AS x ({columns}) OVERRIDING SYSTEM VALUE
                            SELECT {values} FROM image e ORDER BY e.entry_id, e.n
                            ON CONFLICT DO NOTHING
                            RETURNING {xKey} AS key),
                        back AS (SELECT e.* FROM image e JOIN inserted USING (key)){handedOn}
                        """,
                        "heirs",
                        heirs(),
                        "key",
                        Ground.jsonKey(shape, key, k -> value(k, "e.image")),
                        "pairsOf",
                        users.isEmpty()
                                ? "0"
                                : join(
                                        users,
                                        " + ",
                                        u -> "coalesce((%s IN (e.source, e.target))::integer, 0)"
                                                .formatted(value(u, "e.image"))),
                        "table",
                        shape.table().sql(),
                        "columns",
                        join(columns, ", ", SqlIdentifier::sql),
                        "values",
                        join(columns, ", ", this::restored),
                        "xKey",
                        Ground.jsonKey(shape, key, "x"),
                        "handedOn",
                        thirds.isEmpty() ? "" : handedOn())
                + outcome(
                        "(SELECT i.key::text FROM image i WHERE i.entry_id = e.entry_id AND i.n = e.n)", "'CLASHES'");
    }

    private String heirs() {
        return thirds.isEmpty()
                ? "SELECT NULL::bigint AS entry_id WHERE FALSE"
                : join(thirds, " UNION ALL ", u -> Succession.heirs(u, isAmongKeys(u.table().stableKey())));
    }

    /** An entry {@code l} of the ledger is about the row of {@code e}, too. */
    private String isAmongKeys(List<SqlIdentifier> key) {
        return SqlText.fill(
                "l.table_name = {table} AND {key} = ANY ({keys})",
                "table",
                shape.table().literal(),
                "key",
                stableKey(key),
                "keys",
                Ground.isInteger(shape, key) ? "l.bigint_keys" : "l.json_keys");
    }

    /** The archived row's key as the ledger keeps keys of moved rows. */
    private String stableKey(List<SqlIdentifier> key) {
        return Ground.isInteger(shape, key)
                ? "(%s)::bigint".formatted(value(key.getFirst(), "e.image"))
                : Ground.jsonKey(shape, key, k -> value(k, "e.image"));
    }

    /** The archived value; of a user who has been transferred since the last heir. */
    private String restored(SqlIdentifier column) {
        var archived = value(column, "e.image");
        return thirds.stream().anyMatch(u -> u.name().equals(column))
                ? SqlText.fill(
                        """
                        coalesce((SELECT h.heir::{type} FROM heir h
                                  WHERE h.entry_id = e.entry_id AND h.n = e.n AND h.user_column = {column}
                                  ORDER BY h.hop DESC LIMIT 1), {archived})""",
                        "type",
                        shape.typeOf(column),
                        "column",
                        column.literal(),
                        "archived",
                        archived)
                : archived;
    }

    /** The heirs' transfers get the row into their ledgers, as if it had been there when they ran. */
    private String handedOn() {
        return SqlText.fill(
                """
                , handed_on AS (
                    INSERT INTO {ledger} (transfer_id, data_type, epoch, op, kind, table_name, user_column, rule,
                                          key_columns, bigint_keys, json_keys, rows, pairs)
                    {entries})""",
                "ledger",
                LedgerSql.TABLE,
                "entries",
                join(thirds, " UNION ALL ", this::handedOn));
    }

    private String handedOn(UserColumn user) {
        var key = user.table().stableKey();
        var integer = Ground.isInteger(shape, key);
        return SqlText.fill(
                """
                SELECT h.transfer_id, {type}, h.epoch, 0, 'MOVED', {table}, {user}, 'successor', {key},
                       {bigintKeys}, {jsonKeys}, count(*), count(*)
                FROM heir h JOIN back e ON e.entry_id = h.entry_id AND e.n = h.n
                WHERE h.taken_over AND h.user_column = {user}
                GROUP BY h.transfer_id, h.epoch""",
                "type",
                SqlText.literal(user.type().name().value()),
                "table",
                shape.table().literal(),
                "user",
                user.name().literal(),
                "key",
                Ground.names(key),
                "bigintKeys",
                integer ? "array_agg(%s)".formatted(stableKey(key)) : "NULL::bigint[]",
                "jsonKeys",
                integer ? "NULL::jsonb[]" : "array_agg(%s)".formatted(stableKey(key)));
    }

    private String value(SqlIdentifier column, String object) {
        return Ground.value(shape, column, object);
    }

    private static String outcome(String key, String reason) {
        return SqlText.fill(OUTCOME, "key", key, "reason", reason);
    }
}
