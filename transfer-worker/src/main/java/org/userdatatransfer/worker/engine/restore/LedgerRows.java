package org.userdatatransfer.worker.engine.restore;

import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.engine.program.HandoverSql;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/** The first and the last part of a statement that takes rows of the ledger back. */
public record LedgerRows(DataType type, String userType) {

    /**
     * By {@code NOT IN}, which looks up a hash table: PostgreSQL cannot know how many rows an entry has, and for the
     * few that it guesses it would compare each with each.
     */
    private static final String OUTCOME =
            """
            SELECT transfer_id, count(*) AS rows, sum(pairs) AS pairs, NULL AS key, NULL AS reason
            FROM back GROUP BY transfer_id
            UNION ALL
            SELECT * FROM (
                SELECT e.transfer_id, 0, 0, {key}, {reason} AS reason
                FROM entry e WHERE (e.entry_id, e.n) NOT IN (SELECT entry_id, n FROM back)) e
            WHERE reason IS NOT NULL
            """;

    /** One of the ledger's arrays, with a value for each row of an entry. */
    enum RowArray {
        BIGINT_KEYS("bigint_keys", "key", "bigint"),
        JSON_KEYS("json_keys", "key", "jsonb"),
        IMAGES("images", "image", "json"),
        BEFORE("before", "before", "json"),
        AFTER("after", "after", "json");

        private final String column;
        private final String value;
        private final String type;

        RowArray(String column, String value, String type) {
            this.column = column;
            this.value = value;
            this.type = type;
        }
    }

    /**
     * Begins a statement with a relation {@code entry} of what is in the entries {@code :entries}: {@code (transfer_id,
     * source, target, entry_id, written_at, n)} and the values of the arrays; only the rows {@code :numbers} of each,
     * if that is not null.
     */
    String entries(List<RowArray> arrays) {
        return SqlTemplate.of(
                """
                {handovers}, entry AS MATERIALIZED (
                    SELECT h.transfer_id, h.source, h.target, l.entry_id, l.written_at, k.n, {values}
                    FROM {ledger} l
                    JOIN handover h ON h.transfer_id = l.transfer_id
                    CROSS JOIN LATERAL unnest({arrays}) WITH ORDINALITY k({names}, n)
                    WHERE l.entry_id = ANY (:entries::bigint[]) AND l.data_type = {type}
                      AND (:numbers::integer[] IS NULL OR k.n = ANY (:numbers::integer[])))
                """)
                .with("handovers", HandoverSql.relation(userType))
                .with("values", join(arrays, ", ", a -> "k." + a.value))
                .with("ledger", LedgerSql.TABLE)
                .with("type", SqlText.literal(type.name().value()))
                .with("arrays", join(arrays, ", ", a -> "l." + a.column))
                .with("names", join(arrays, ", ", a -> a.value))
                .sql();
    }

    /** The same relation of the one row that is in {@code $1} as JSON. */
    String entry(List<RowArray> arrays) {
        return SqlTemplate.of(
                """
                WITH entry AS MATERIALIZED (
                    SELECT * FROM json_to_record($1) AS e(
                        transfer_id uuid, source {user}, target {user}, entry_id bigint, written_at timestamptz,
                        n bigint, {values}))
                """)
                .with("user", userType)
                .with("values", join(arrays, ", ", a -> a.value + " " + a.type))
                .sql();
    }

    /**
     * From {@code back(transfer_id, entry_id, n, pairs)}, what was taken back, and from what was not.
     *
     * @param key the key of a row {@code e} that was not, as text
     * @param reason why; null if there is nothing to tell
     */
    static String outcome(String key, String reason) {
        return SqlTemplate.of(OUTCOME).with("key", key).with("reason", reason).sql();
    }
}
