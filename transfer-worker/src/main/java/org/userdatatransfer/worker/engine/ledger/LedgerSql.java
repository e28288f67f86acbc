package org.userdatatransfer.worker.engine.ledger;

import static org.userdatatransfer.worker.sql.SqlText.names;

import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/**
 * The part of a statement that writes the ledger: from a relation of the rows that the same statement has just moved,
 * removed or changed, one entry per transfer, or several where there are many rows.
 *
 * @param op the statement's place among those of its data type
 */
public record LedgerSql(DataType type, TableShape shape, int op) {

    public static final String TABLE = "user_data_transfer.row_ledger";

    /**
     * An entry has some 500 rows, or fewer if these are long: PostgreSQL's arrays have an end at a gigabyte, and who
     * wants one row of an entry has to unpack them all.
     */
    private static final int ENTRY_BYTES = 1 << 20;

    private static final int LEAST_ROW_BYTES = 2048;

    /**
     * Ends a statement: writes the entries of all {@code selects} and returns what they sum up to. The driver pipelines
     * only statements whose rows have a known size: so no text, and no numeric.
     */
    public static String write(String... selects) {
        return SqlTemplate.of(
                """
                , entry AS (
                    INSERT INTO {ledger} (transfer_id, data_type, epoch, op, kind, table_name, user_column, rule,
                                          key_columns, set_columns, added_columns, bigint_keys, json_keys, images,
                                          before, after, rows, pairs)
                    {selects}
                    RETURNING transfer_id, kind, rows, pairs)
                SELECT transfer_id, kind::name AS kind, sum(rows)::bigint AS rows, sum(pairs)::bigint AS pairs
                FROM entry GROUP BY transfer_id, kind
                """)
                .with("ledger", TABLE)
                .with("selects", String.join(" UNION ALL ", selects))
                .sql();
    }

    /** Entries of {@code moved(transfer_id, epoch, key)}; one pair a row. */
    public String moved(SqlIdentifier user, String rule, List<SqlIdentifier> key, List<SqlIdentifier> filled) {
        var integer = KeySql.isInteger(shape, key);
        return select(
                """
                SELECT transfer_id, {type}, epoch, {op}, 'MOVED', {table}, {user}::text, {rule}, {key}, {filled},
                       '{}'::text[], {bigintKeys}, {jsonKeys}, NULL::json[], NULL::json[], NULL::json[],
                       count(*), count(*)
                FROM {rows} GROUP BY transfer_id, epoch, part""",
                rule,
                "moved",
                "0")
                .with("user", user.literal())
                .with("key", names(key))
                .with("filled", names(filled))
                .with("bigintKeys", integer ? "array_agg(key::bigint)" : "NULL::bigint[]")
                .with("jsonKeys", integer ? "NULL::jsonb[]" : "array_agg(key)")
                .sql();
    }

    /** Entries of {@code removed(transfer_id, epoch, image, pairs)}. */
    public String removed(String rule) {
        return removed(rule, "removed");
    }

    public String removed(String rule, String relation) {
        return select(
                """
                SELECT transfer_id, {type}, epoch, {op}, 'REMOVED', {table}, NULL::text, {rule}, '{}'::text[],
                       '{}'::text[], '{}'::text[], NULL::bigint[], NULL::jsonb[], array_agg(image), NULL::json[],
                       NULL::json[], count(*), sum(pairs)
                FROM {rows} GROUP BY transfer_id, epoch, part""",
                rule,
                relation,
                "octet_length(image::text)")
                .sql();
    }

    /** Entries of {@code changed(transfer_id, epoch, key, before, after)}. */
    public String changed(String rule, List<SqlIdentifier> key, List<SqlIdentifier> set, List<SqlIdentifier> added) {
        return select(
                """
                SELECT transfer_id, {type}, epoch, {op}, 'CHANGED', {table}, NULL::text, {rule}, {key}, {set},
                       {added}, NULL::bigint[], array_agg(key), NULL::json[], array_agg(before),
                       array_agg(after), count(*), 0
                FROM {rows} GROUP BY transfer_id, epoch, part""",
                rule,
                "changed",
                "octet_length(before::text) + octet_length(after::text)")
                .with("key", names(key))
                .with("set", names(set))
                .with("added", names(added))
                .sql();
    }

    /** @param bytes how long a row of the relation is */
    private SqlTemplate select(String sql, String rule, String relation, String bytes) {
        var rows = SqlTemplate.of(
                """
                (SELECT *, sum({least} + {bytes}) OVER (ROWS UNBOUNDED PRECEDING) / {most} AS part
                 FROM {relation}) r""")
                .with("least", Integer.toString(LEAST_ROW_BYTES))
                .with("bytes", bytes)
                .with("most", Integer.toString(ENTRY_BYTES))
                .with("relation", relation)
                .sql();
        return SqlTemplate.of(sql)
                .with("type", SqlText.literal(type.name().value()))
                .with("op", Integer.toString(op))
                .with("table", shape.table().literal())
                .with("rule", SqlText.literal(rule))
                .with("rows", rows);
    }
}
