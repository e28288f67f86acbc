package org.userdatatransfer.worker.engine;

import java.util.Collection;
import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.engine.program.HandoverSql;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.engine.restore.ThirdUsers;
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
}
