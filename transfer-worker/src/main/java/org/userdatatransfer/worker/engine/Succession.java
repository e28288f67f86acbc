package org.userdatatransfer.worker.engine;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.engine.ThirdUsers.UserColumn;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.engine.program.HandoverSql;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/**
 * Remembers who took over from whom, for data types of {@link ThirdUsers}: a row of one transfer's archive may name a
 * user whom another transfer has moved since.
 */
final class Succession {

    private static final String REMEMBER =
            """
            {handovers}
            INSERT INTO user_data_transfer.user_succession (transfer_id, data_type, epoch, source_id, target_id)
            SELECT transfer_id, {type}, epoch, source::text, target::text FROM handover
            ON CONFLICT (transfer_id, data_type, epoch) DO UPDATE SET since = clock_timestamp()
            RETURNING epoch
            """;

    private static final String RENEW =
            """
            {handovers}
            UPDATE user_data_transfer.user_succession s SET since = clock_timestamp() FROM handover h
            WHERE s.transfer_id = h.transfer_id AND s.epoch = h.epoch
            """;

    private static final String UNDO =
            """
            {handovers}
            UPDATE user_data_transfer.user_succession s SET undone_at = clock_timestamp() FROM handover h
            WHERE s.transfer_id = h.transfer_id AND s.epoch = h.epoch AND s.data_type = {type}
            """;

    /** One for all data types: several, which a transfer and an undo take in opposite orders, would be a deadlock. */
    private static final String LOCK =
            "SELECT 1 FROM pg_advisory_xact_lock(hashtext('user_data_transfer: undo')) AS held";

    /** Held by any number at once, but not beside the other. */
    private static final String SHARED_LOCK =
            "SELECT 1 FROM pg_advisory_xact_lock_shared(hashtext('user_data_transfer: undo')) AS held";

    private static final Pattern SPELT_ONE_WAY =
            Pattern.compile("smallint|integer|bigint|uuid|text|character varying(\\(\\d+\\))?");

    private final Statements statements;
    private final String handovers;
    private final ThirdUsers thirds;
    private final String renew;

    Succession(Statements statements, String userType, ThirdUsers thirds) {
        this.statements = statements;
        this.handovers = HandoverSql.relation(userType);
        this.thirds = thirds;
        this.renew = SqlTemplate.of(RENEW).with("handovers", handovers).sql();
    }

    /**
     * Before anything is looked at: an undo that is putting rows back is waited for, and one that comes waits for us.
     * For a row that it puts back may name our source.
     */
    void awaitUndo(Collection<TypeProgram> programs, Pipeline pipeline) {
        if (mayMoveThirds(programs)) {
            pipeline.later(SHARED_LOCK, List.of());
        }
    }

    /** The same at once. */
    void awaitUndo(Collection<TypeProgram> programs) {
        if (mayMoveThirds(programs)) {
            statements.bound(SHARED_LOCK, List.of()).query(Integer.class).single();
        }
    }

    private boolean mayMoveThirds(Collection<TypeProgram> programs) {
        return programs.stream().anyMatch(program -> thirds.mayBeMovedBy(program.type()));
    }

    void remember(DataType type, List<Handover> handovers, Pipeline pipeline) {
        if (thirds.mayBeMovedBy(type) && !handovers.isEmpty()) {
            pipeline.later(filled(REMEMBER, type), handovers);
        }
    }

    /**
     * After VERIFY: until it looked, others may have archived late rows that name these sources; the targets have taken
     * over from them, too.
     */
    void renew(List<Handover> handovers) {
        if (!handovers.isEmpty()) {
            statements.bound(renew, handovers).update();
        }
    }

    /**
     * Before anything is taken back: who undoes beside us, in this batch or the next transaction, then sees that these
     * transfers are no more, and one of two undos that concern the same row sees what the other has put back.
     */
    void markUndone(DataType type, List<Handover> handovers) {
        lock(type);
        if (thirds.mayBeMovedBy(type) && !handovers.isEmpty()) {
            statements.bound(filled(UNDO, type), handovers).update();
        }
    }

    /** Before more is taken back of what has been begun with. */
    void lock(DataType type) {
        if (thirds.mayComeBackWith(type)) {
            statements.bound(LOCK, List.of()).query(Integer.class).single();
        }
    }

    private String filled(String sql, DataType type) {
        return SqlTemplate.of(sql)
                .with("handovers", handovers)
                .with("type", SqlText.literal(type.name().value()))
                .sql();
    }

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
