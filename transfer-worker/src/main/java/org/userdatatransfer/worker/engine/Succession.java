package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlText;

/**
 * Remembers who took over from whom, for data types whose rows name several users: a row of one transfer's archive may
 * name a user whom another transfer has moved since.
 */
final class Succession {

    private static final String REMEMBER =
            """
            {pairs}
            INSERT INTO user_data_transfer.user_succession (transfer_id, data_type, epoch, source_id, target_id)
            SELECT transfer_id, {type}, epoch, source::text, target::text FROM pair
            ON CONFLICT (transfer_id, data_type) DO UPDATE SET epoch = excluded.epoch, since = clock_timestamp()
            """;

    private static final String FORGET =
            """
            {pairs}
            DELETE FROM user_data_transfer.user_succession s USING pair p
            WHERE s.transfer_id = p.transfer_id AND s.data_type = {type}
            """;

    private final Statements statements;
    private final String userType;

    Succession(Statements statements, String userType) {
        this.statements = statements;
        this.userType = userType;
    }

    static boolean isKeptOf(DataType type) {
        return type.tables().stream().anyMatch(t -> t.users().size() > 1);
    }

    void remember(DataType type, List<Pair> pairs) {
        write(REMEMBER, type, pairs);
    }

    void forget(DataType type, List<Pair> pairs) {
        write(FORGET, type, pairs);
    }

    private void write(String sql, DataType type, List<Pair> pairs) {
        if (isKeptOf(type) && !pairs.isEmpty()) {
            var filled = SqlText.fill(
                    sql,
                    "pairs",
                    Ground.pairs(userType),
                    "type",
                    SqlText.literal(type.name().value()));
            statements.bound(filled, pairs).update();
        }
    }

    /**
     * A relation of all that have taken over, one after the other, from the user whom an archived row {@code e} names in
     * a column: {@code (entry_id, n, user_column, hop, heir, transfer_id, epoch)}.
     */
    static String heirs(DataType type, SqlIdentifier user) {
        return SqlText.fill(
                """
                SELECT e.entry_id, e.n, {user} AS user_column, h.hop, h.heir, h.transfer_id, h.epoch
                FROM entry e CROSS JOIN LATERAL (
                    WITH RECURSIVE line AS (
                        SELECT 0 AS hop, e.image->>{user} AS heir, e.transfer_id, 0 AS epoch, e.written_at AS since
                        UNION ALL
                        SELECT line.hop + 1, s.target_id, s.transfer_id, s.epoch, s.since
                        FROM line JOIN user_data_transfer.user_succession s
                          ON s.data_type = {type} AND s.source_id = line.heir AND s.since > line.since
                         AND s.transfer_id <> e.transfer_id)
                    SELECT * FROM line WHERE hop > 0) h""",
                "user",
                user.literal(),
                "type",
                SqlText.literal(type.name().value()));
    }
}
