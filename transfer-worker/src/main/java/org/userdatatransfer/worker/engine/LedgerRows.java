package org.userdatatransfer.worker.engine;

import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.SqlTemplate;
import org.userdatatransfer.worker.catalogue.SqlText;

/** The first and the last part of a statement that takes rows of the ledger back. */
record LedgerRows(DataType type, String userType) {

    /**
     * By {@code NOT IN}, which looks up a hash table: PostgreSQL cannot know how many rows an entry has, and for the few
     * that it guesses it would compare each with each.
     */
    private static final String OUTCOME =
            """
            SELECT transfer_id, count(*) AS rows, sum(pairs) AS pairs, NULL AS key, NULL AS reason
            FROM back GROUP BY transfer_id
            UNION ALL
            SELECT e.transfer_id, 0, 0, {key}, {reason}
            FROM entry e WHERE (e.entry_id, e.n) NOT IN (SELECT entry_id, n FROM back)
            """;

    /**
     * A relation {@code entry} of the entries {@code :entries}, from row {@code :first} to row {@code :last} within
     * each.
     *
     * @param columns what it has beside {@code transfer_id}, {@code source}, {@code target}, {@code entry_id},
     *     {@code written_at} and {@code n}, from {@code k}
     * @param arrays the ledger's arrays {@code k} is made of
     * @param names what {@code k} calls them
     */
    String entry(String columns, String arrays, String names) {
        return SqlTemplate.of(
                """
                {pairs}, entry AS MATERIALIZED (
                    SELECT p.transfer_id, p.source, p.target, l.entry_id, l.written_at, k.n, {columns}
                    FROM {ledger} l
                    JOIN pair p ON p.transfer_id = l.transfer_id
                    CROSS JOIN LATERAL unnest({arrays}) WITH ORDINALITY k({names}, n)
                    WHERE l.entry_id = ANY (:entries::bigint[]) AND l.data_type = {type}
                      AND k.n BETWEEN :first AND :last)
                """)
                .with("pairs", Ground.pairs(userType))
                .with("columns", columns)
                .with("ledger", LedgerSql.TABLE)
                .with("type", SqlText.literal(type.name().value()))
                .with("arrays", arrays)
                .with("names", names)
                .sql();
    }

    /**
     * From {@code back(transfer_id, entry_id, n, pairs)}, what was taken back, and from what was not.
     *
     * @param key the key of a row {@code e} that was not, as text
     * @param reason why
     */
    static String outcome(String key, String reason) {
        return SqlTemplate.of(OUTCOME).with("key", key).with("reason", reason).sql();
    }
}
