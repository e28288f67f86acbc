package org.userdatatransfer.worker.engine.restore;

import java.util.regex.Pattern;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.engine.restore.ThirdUsers.UserColumn;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/** Who has come, by transfers since, into the place of a user whom an archived row names. */
final class HeirsSql {

    private static final Pattern SPELT_ONE_WAY =
            Pattern.compile("smallint|integer|bigint|uuid|text|character varying(\\(\\d+\\))?");

    private HeirsSql() {}

    /** The {@linkplain #heirs heirs} that an archived row {@code e} has in an array of JSON: a relation {@code h}. */
    static final String HEIRS =
            """
            jsonb_to_recordset(e.heirs) AS h(
                user_column text, hop integer, heir text, transfer_id uuid, epoch integer, taken_over boolean)""";

    /**
     * A relation of all who have come, one after the other, into the place of the user whom an archived row {@code e}
     * names in a column: {@code (user_column, hop, heir, transfer_id, epoch, taken_over)}. By a transfer that has run
     * since, that is its target; by one that had moved the row and has been undone since, its source.
     *
     * @param userType the SQL type of the product's own user ids
     * @param moved whether entry {@code l} of the ledger has moved the row
     */
    static String heirs(UserColumn user, String userType, String moved) {
        return SqlTemplate.of(
                """
                SELECT {user} AS user_column, hop, heir, transfer_id, epoch, taken_over FROM (
                    WITH RECURSIVE line AS (
                        SELECT 0 AS hop, e.image->>{user} AS heir, e.transfer_id, 0 AS epoch, FALSE AS taken_over,
                               e.written_at AS since
                        UNION ALL
                        SELECT line.hop + 1, CASE WHEN s.undone_at IS NULL THEN s.target_id ELSE s.source_id END,
                               s.transfer_id, s.epoch, s.undone_at IS NULL, coalesce(s.undone_at, s.since)
                        FROM line CROSS JOIN LATERAL (
                            SELECT s.* FROM user_data_transfer.user_succession s
                            WHERE s.data_type = {type} AND s.transfer_id <> e.transfer_id
                              AND ({source} = {heir} AND s.undone_at IS NULL AND s.since > line.since
                                   OR {target} = {heir} AND s.undone_at > line.since AND EXISTS (
                                       SELECT FROM {ledger} l
                                       WHERE l.transfer_id = s.transfer_id AND l.data_type = s.data_type
                                         AND l.epoch = s.epoch AND l.kind = 'MOVED' AND l.user_column = {user}
                                         AND {moved}))
                            ORDER BY coalesce(s.undone_at, s.since) LIMIT 1) s)
                    SELECT * FROM line WHERE hop > 0) h""")
                .with("user", user.name().literal())
                .with("source", comparable("s.source_id", userType))
                .with("target", comparable("s.target_id", userType))
                .with("heir", comparable("line.heir", userType))
                .with("type", SqlText.literal(user.type().name().value()))
                .with("ledger", LedgerSql.TABLE)
                .with("moved", moved)
                .sql();
    }

    /** Ids of most types are equal only if spelt alike, and an index finds their text; others are compared as ids. */
    private static String comparable(String id, String userType) {
        return SPELT_ONE_WAY.matcher(userType).matches() ? id : id + "::" + userType;
    }
}
