package org.userdatatransfer.worker.engine;

import static org.userdatatransfer.worker.engine.Ground.names;

import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlTemplate;
import org.userdatatransfer.worker.catalogue.SqlText;
import org.userdatatransfer.worker.catalogue.TableShape;
import org.userdatatransfer.worker.transfer.LedgerKind;

/**
 * The part of a statement that writes the ledger: from a relation of the rows that the same statement has just moved,
 * removed or changed, one entry per transfer.
 *
 * @param op the statement's place among those of its data type
 */
record LedgerSql(DataType type, TableShape shape, int op) {

    static final String TABLE = "user_data_transfer.row_ledger";

    private static final String INTO = " INTO " + TABLE
            + " (transfer_id, data_type, epoch, op, kind, table_name, user_column, rule, key_columns, set_columns,"
            + " added_columns, bigint_keys, json_keys, images, before, after, rows, pairs)";

    /**
     * Ends a statement: writes the entries of all {@code selects} and returns what they sum up to. The driver pipelines
     * only statements whose rows have a known size: so no text, and no numeric.
     */
    static String write(String... selects) {
        return """
               , entry AS (
                   INSERT%s
                   %s
                   RETURNING transfer_id, kind, rows, pairs)
               SELECT transfer_id, kind::name AS kind, sum(rows)::bigint AS rows, sum(pairs)::bigint AS pairs
               FROM entry GROUP BY transfer_id, kind
               """
                .formatted(INTO, String.join(" UNION ALL ", selects));
    }

    /** Entries of {@code moved(transfer_id, epoch, key)}; one pair a row. */
    String moved(SqlIdentifier user, String rule, List<SqlIdentifier> key, List<SqlIdentifier> filled) {
        var integer = Ground.isInteger(shape, key);
        return select(
                LedgerKind.MOVED,
                user.literal(),
                rule,
                key,
                names(filled),
                "'{}'::text[]",
                integer ? "array_agg(key::bigint)" : "NULL::bigint[]",
                integer ? "NULL::jsonb[]" : "array_agg(key)",
                "NULL::json[], NULL::json[], NULL::json[], count(*), count(*)",
                "moved");
    }

    /** Entries of {@code removed(transfer_id, epoch, image, pairs)}. */
    String removed(String rule) {
        return removed(rule, "removed");
    }

    String removed(String rule, String relation) {
        return select(
                LedgerKind.REMOVED,
                "NULL",
                rule,
                List.of(),
                "'{}'::text[]",
                "'{}'::text[]",
                "NULL::bigint[]",
                "NULL::jsonb[]",
                "array_agg(image), NULL::json[], NULL::json[], count(*), sum(pairs)",
                relation);
    }

    /** Entries of {@code changed(transfer_id, epoch, key, before, after)}. */
    String changed(String rule, List<SqlIdentifier> key, List<SqlIdentifier> set, List<SqlIdentifier> added) {
        return select(
                LedgerKind.CHANGED,
                "NULL",
                rule,
                key,
                names(set),
                names(added),
                "NULL::bigint[]",
                "array_agg(key)",
                "NULL::json[], array_agg(before), array_agg(after), count(*), 0",
                "changed");
    }

    private String select(
            LedgerKind kind,
            String user,
            String rule,
            List<SqlIdentifier> key,
            String set,
            String added,
            String bigintKeys,
            String jsonKeys,
            String rest,
            String relation) {
        return SqlTemplate.of(
                """
                SELECT transfer_id, {type}, epoch, {op}, '{kind}', {table}, {user}::text, {rule}, {key}, {set}, {added},
                       {bigintKeys}, {jsonKeys}, {rest}
                FROM {relation} GROUP BY transfer_id, epoch""")
                .with("type", SqlText.literal(type.name().value()))
                .with("op", Integer.toString(op))
                .with("kind", kind.name())
                .with("table", shape.table().literal())
                .with("user", user)
                .with("rule", SqlText.literal(rule))
                .with("key", names(key))
                .with("set", set)
                .with("added", added)
                .with("bigintKeys", bigintKeys)
                .with("jsonKeys", jsonKeys)
                .with("rest", rest)
                .with("relation", relation)
                .sql();
    }
}
