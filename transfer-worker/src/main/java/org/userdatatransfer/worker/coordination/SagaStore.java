package org.userdatatransfer.worker.coordination;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;

/** The table of sagas: every method is one statement, whatever the number of sagas. */
final class SagaStore {

    private final JdbcClient jdbc;
    private final SagaPlans plans;

    SagaStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.plans = new SagaPlans(jdbc);
    }

    /**
     * Rows for transfers that may be new, created in this order: of two that see one first, the second waits for the
     * first.
     */
    void makeRoom(SequencedCollection<TransferId> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(SagaSql.MAKE_ROOM).param("ids", Columns.ids(ids)).update();
        }
    }

    /** Locks in a statement of its own, so that reading sees what whoever held the lock before has committed. */
    LoadedSagas lock(Collection<TransferId> ids) {
        lockOnly(ids);
        return read(ids);
    }

    /** Without reading it. */
    void lockOnly(Collection<TransferId> ids) {
        jdbc.sql(SagaSql.LOCK).param("ids", Columns.ids(ids)).query((row, n) -> 0).list();
    }

    /** Those that fell due first, and of several for one date those that were requested first. */
    List<TransferId> lockOverdue(int limit) {
        return jdbc.sql(SagaSql.LOCK_OVERDUE)
                .param("limit", limit)
                .query((row, n) -> Columns.id(row, "transfer_id"))
                .list();
    }

    /** Has it found overdue only later again; how it stands is left as it is, for nobody may be able to read it. */
    int putOff(TransferId id, Duration pause) {
        return jdbc.sql(SagaSql.PUT_OFF)
                .param("id", id.value())
                .param("pause", pause.toString())
                .update();
    }

    /** Without a lock of its own. */
    LoadedSagas read(Collection<TransferId> ids) {
        var rows = jdbc.sql(SagaSql.READ)
                .param("ids", Columns.ids(ids))
                .query((row, n) -> SagaRow.of(row))
                .list();
        var plansOfRows =
                plans.find(rows.stream().flatMap(row -> row.planId().stream()).distinct().toList());
        var sagas = new HashMap<TransferId, LoadedSaga>();
        for (var row : rows) {
            row.id().ifPresent(id -> sagas.put(id, row.loaded(plansOfRows)));
        }
        return new LoadedSagas(rows.getFirst().now(), sagas);
    }

    /** @param exactly whether due times are written as they are, though that costs an index entry */
    void save(List<Saga> sagas, Decisions decisions, boolean exactly) {
        if (sagas.isEmpty()) {
            return;
        }
        var planIds = plans.save(sagas.stream().filter(decisions::isNew).toList());
        var updated = jdbc.sql(SagaSql.SAVE)
                .param("exactly", exactly)
                .param("ids", Columns.of(sagas, Saga::id))
                .param("tenants", Columns.of(sagas, ifNew(decisions, s -> s.request().tenant())))
                .param("sources", Columns.of(sagas, ifNew(decisions, s -> s.request().source())))
                .param("targets", Columns.of(sagas, ifNew(decisions, s -> s.request().target())))
                .param("requests", Columns.of(sagas, ifNew(decisions, s -> RequestCodec.write(s.request()))))
                .param("plans", Columns.of(sagas, s -> Optional.ofNullable(planIds.get(s.id()))))
                .param("states", Columns.of(sagas, SagaCodec::write))
                .param("phases", Columns.of(sagas, Saga::phase))
                .param("tickets", Columns.of(sagas, s -> s.ticket().filter(ticket -> s.isInEffect())))
                .param("dues", Columns.of(sagas, Saga::dueAt))
                .param("ended", Columns.of(sagas, s -> s.endedAt().filter(at -> s.phase().isEnd())))
                .update();
        if (updated != sagas.size()) {
            throw new IllegalStateException("%d sagas were locked, but %d could be saved: somebody has deleted rows"
                    .formatted(sagas.size(), updated));
        }
    }

    private static Function<Saga, Optional<Object>> ifNew(
            Decisions decisions, Function<Saga, Object> column) {
        return saga -> decisions.isNew(saga) ? Optional.of(column.apply(saga)) : Optional.empty();
    }

    void rememberCancels(List<TransferControl> cancels) {
        if (!cancels.isEmpty()) {
            jdbc.sql(SagaSql.REMEMBER_CANCELS)
                    .param("ids", Columns.of(cancels, TransferControl::transferId))
                    .param("cancels", Columns.of(cancels, RequestCodec::write))
                    .update();
        }
    }

    /** For each of these that took effect: the next one to have taken effect for one of its users, if any. */
    Map<TransferId, TransferId> laterTransfers(Collection<TransferId> ids) {
        var laterTransfers = new HashMap<TransferId, TransferId>();
        if (!ids.isEmpty()) {
            jdbc.sql(SagaSql.LATER_TRANSFERS)
                    .param("ids", Columns.ids(ids))
                    .query((row, n) -> laterTransfers.put(Columns.id(row, "transfer_id"), Columns.id(row, "later_id")))
                    .list();
        }
        return laterTransfers;
    }
}
