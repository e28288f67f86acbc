package org.userdatatransfer.worker.coordination;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;

/** The table of sagas: every method is one statement, whatever the number of sagas. */
final class SagaStore {

    private static final String MAKE_ROOM =
            """
            INSERT INTO saga (transfer_id)
            SELECT id FROM unnest(CAST(:ids AS uuid[])) AS id ORDER BY id
            ON CONFLICT DO NOTHING
            """;

    private static final String LOCK =
            """
            SELECT transfer_id FROM saga WHERE transfer_id = ANY (CAST(:ids AS uuid[]))
            ORDER BY transfer_id FOR NO KEY UPDATE
            """;

    private static final String LOCK_OVERDUE =
            """
            SELECT transfer_id FROM saga WHERE due_at <= clock_timestamp()
            ORDER BY due_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
            """;

    private static final String READ =
            """
            SELECT s.transfer_id, s.tenant, s.source, s.target, s.request, s.early_cancel, s.plan_id, s.state, c.now
            FROM (SELECT clock_timestamp() AS now) c
            LEFT JOIN saga s ON s.transfer_id = ANY (CAST(:ids AS uuid[]))
            """;

    private static final String READ_PLANS =
            "SELECT plan_id, types FROM saga_plan WHERE plan_id = ANY (CAST(:ids AS uuid[]))";

    private static final String SAVE_PLANS =
            """
            INSERT INTO saga_plan (plan_id, types)
            SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:types AS text[])) AS plan (id, types) ORDER BY id
            ON CONFLICT DO NOTHING
            """;

    /** A due time that is too early is left alone, for the index and a HOT update; only the sweep moves it on. */
    private static final String SAVE =
            """
            UPDATE saga s
            SET tenant = coalesce(u.tenant, s.tenant),
                source = coalesce(u.source, s.source),
                target = coalesce(u.target, s.target),
                request = coalesce(u.request, s.request),
                plan_id = coalesce(u.plan_id, s.plan_id),
                state = u.state,
                phase = u.phase,
                turn = u.turn,
                due_at = CASE WHEN NOT :exactly AND s.due_at <= u.due_at THEN s.due_at ELSE u.due_at END,
                finished_at = u.finished_at
            FROM unnest(
                CAST(:ids AS uuid[]), CAST(:tenants AS text[]), CAST(:sources AS text[]), CAST(:targets AS text[]),
                CAST(:requests AS text[]), CAST(:plans AS uuid[]), CAST(:states AS text[]), CAST(:phases AS text[]),
                CAST(:turns AS bigint[]), CAST(:dues AS timestamptz[]), CAST(:finished AS timestamptz[]))
                AS u (transfer_id, tenant, source, target, request, plan_id, state, phase, turn, due_at, finished_at)
            WHERE s.transfer_id = u.transfer_id
            """;

    /** Such a row has nothing to wait for but its request, or the end of its retention. */
    private static final String REMEMBER_CANCELS =
            """
            UPDATE saga s
            SET early_cancel = coalesce(s.early_cancel, u.early_cancel), finished_at = clock_timestamp()
            FROM unnest(CAST(:ids AS uuid[]), CAST(:cancels AS text[])) AS u (transfer_id, early_cancel)
            WHERE s.transfer_id = u.transfer_id
            """;

    private static final String MOVED_ON =
            """
            SELECT s.transfer_id, later.transfer_id AS later_id
            FROM saga s
            CROSS JOIN LATERAL (
                SELECT l.transfer_id, l.turn FROM saga l
                WHERE l.tenant = s.tenant AND l.source IN (s.source, s.target) AND l.turn > s.turn
                UNION ALL
                SELECT l.transfer_id, l.turn FROM saga l
                WHERE l.tenant = s.tenant AND l.target IN (s.source, s.target) AND l.turn > s.turn
                ORDER BY turn LIMIT 1) later
            WHERE s.transfer_id = ANY (CAST(:ids AS uuid[]))
            """;

    /** Requests may name any data types, so there is no end to plans; a few are in use. */
    private static final int MOST_PLANS = 1_000;

    private final JdbcClient jdbc;
    private final Map<UUID, List<PlannedType>> plans = new ConcurrentHashMap<>();

    SagaStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Rows for transfers that may be new: of two that see one first, the second waits for the first. */
    void makeRoom(Collection<TransferId> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(MAKE_ROOM).param("ids", Columns.ids(ids)).update();
        }
    }

    /** Locks in a statement of its own, so that reading sees what whoever held the lock before has committed. */
    Held hold(Collection<TransferId> ids) {
        jdbc.sql(LOCK).param("ids", Columns.ids(ids)).query((row, n) -> 0).list();
        return read(ids);
    }

    Held holdOverdue(int limit) {
        return read(jdbc.sql(LOCK_OVERDUE)
                .param("limit", limit)
                .query((row, n) -> id(row, "transfer_id"))
                .list());
    }

    /** Without a lock, for queries. */
    Held read(Collection<TransferId> ids) {
        var rows = jdbc.sql(READ)
                .param("ids", Columns.ids(ids))
                .query((row, n) -> SagaRow.of(row))
                .list();
        var plansOfRows =
                plansOf(rows.stream().flatMap(row -> row.planId().stream()).distinct().toList());
        var slots = new HashMap<TransferId, Slot>();
        for (var row : rows) {
            row.id().ifPresent(id -> slots.put(id, slot(id, row, plansOfRows)));
        }
        return new Held(rows.getFirst().now(), slots);
    }

    private static Slot slot(TransferId id, SagaRow row, Map<UUID, List<PlannedType>> plans) {
        var cancel = row.earlyCancel().map(text -> RequestCodec.readControl(id, text));
        if (row.state().isEmpty()) {
            return new Slot(Optional.empty(), cancel);
        }
        var request = RequestCodec.readRequest(
                id,
                new TenantId(row.tenant().orElseThrow()),
                new UserId(row.source().orElseThrow()),
                new UserId(row.target().orElseThrow()),
                row.request().orElseThrow());
        var plan = plans.get(row.planId().orElseThrow());
        if (plan == null) {
            throw new IllegalStateException("The plan %s of transfer %s is gone".formatted(row.planId().get(), id));
        }
        return new Slot(Optional.of(SagaCodec.read(request, plan, row.state().get())), cancel);
    }

    /** From memory, where a plan is once it was read. */
    private Map<UUID, List<PlannedType>> plansOf(List<UUID> ids) {
        if (plans.size() > MOST_PLANS) {
            plans.clear();
        }
        var found = new HashMap<UUID, List<PlannedType>>();
        var unknown = new ArrayList<UUID>();
        for (var id : ids) {
            var plan = plans.get(id);
            if (plan == null) {
                unknown.add(id);
            } else {
                found.put(id, plan);
            }
        }
        if (!unknown.isEmpty()) {
            jdbc.sql(READ_PLANS)
                    .param("ids", Columns.of(unknown, id -> id))
                    .query((row, n) -> found.put(
                            row.getObject("plan_id", UUID.class), RequestCodec.readPlan(row.getString("types"))))
                    .list();
            plans.putAll(found);
        }
        return found;
    }

    /** @param exactly whether due times are written as they are, though that costs an index entry */
    void save(List<Saga> sagas, Decisions decisions, boolean exactly) {
        if (sagas.isEmpty()) {
            return;
        }
        var planIds = savePlans(sagas.stream().filter(decisions::isAccepted).toList());
        var updated = jdbc.sql(SAVE)
                .param("exactly", exactly)
                .param("ids", Columns.of(sagas, Saga::id))
                .param("tenants", Columns.of(sagas, ifNew(decisions, s -> s.request().tenant())))
                .param("sources", Columns.of(sagas, ifNew(decisions, s -> s.request().source())))
                .param("targets", Columns.of(sagas, ifNew(decisions, s -> s.request().target())))
                .param("requests", Columns.of(sagas, ifNew(decisions, s -> RequestCodec.write(s.request()))))
                .param("plans", Columns.of(sagas, s -> Optional.ofNullable(planIds.get(s.id()))))
                .param("states", Columns.of(sagas, SagaCodec::write))
                .param("phases", Columns.of(sagas, Saga::phase))
                .param("turns", Columns.of(sagas, s -> s.turn().filter(turn -> s.isInEffect())))
                .param("dues", Columns.of(sagas, Saga::dueAt))
                .param("finished", Columns.of(sagas, s -> s.endedAt().filter(at -> s.phase().isEnd())))
                .update();
        if (updated != sagas.size()) {
            throw new IllegalStateException("%d sagas were locked, but %d could be saved: somebody has deleted rows"
                    .formatted(sagas.size(), updated));
        }
    }

    private static Function<Saga, Optional<Object>> ifNew(
            Decisions decisions, Function<Saga, Object> column) {
        return saga -> decisions.isAccepted(saga) ? Optional.of(column.apply(saga)) : Optional.empty();
    }

    /** Most plans are known already, here or to the database. */
    private Map<TransferId, UUID> savePlans(List<Saga> accepted) {
        var ids = new HashMap<TransferId, UUID>();
        var unknown = new HashMap<UUID, String>();
        var idsOfPlans = new HashMap<List<PlannedType>, UUID>();
        for (var saga : accepted) {
            var id = idsOfPlans.computeIfAbsent(saga.plan(), plan -> {
                var text = RequestCodec.write(plan);
                var planId = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
                if (!plans.containsKey(planId)) {
                    unknown.put(planId, text);
                }
                return planId;
            });
            ids.put(saga.id(), id);
        }
        if (!unknown.isEmpty()) {
            var rows = new ArrayList<>(unknown.entrySet());
            jdbc.sql(SAVE_PLANS)
                    .param("ids", Columns.of(rows, Map.Entry::getKey))
                    .param("types", Columns.of(rows, Map.Entry::getValue))
                    .update();
        }
        return ids;
    }

    void rememberCancels(List<TransferControl> cancels) {
        if (!cancels.isEmpty()) {
            jdbc.sql(REMEMBER_CANCELS)
                    .param("ids", Columns.of(cancels, TransferControl::transferId))
                    .param("cancels", Columns.of(cancels, RequestCodec::write))
                    .update();
        }
    }

    /** For each of these that took effect: the next one to have taken effect for one of its users, if any. */
    Map<TransferId, TransferId> movedOn(Collection<TransferId> ids) {
        var movedOn = new HashMap<TransferId, TransferId>();
        if (!ids.isEmpty()) {
            jdbc.sql(MOVED_ON)
                    .param("ids", Columns.ids(ids))
                    .query((row, n) -> movedOn.put(id(row, "transfer_id"), id(row, "later_id")))
                    .list();
        }
        return movedOn;
    }

    static TransferId id(ResultSet row, String column) throws SQLException {
        return new TransferId(row.getObject(column, UUID.class));
    }

    private record SagaRow(
            Optional<TransferId> id,
            Optional<String> tenant,
            Optional<String> source,
            Optional<String> target,
            Optional<String> request,
            Optional<String> earlyCancel,
            Optional<UUID> planId,
            Optional<String> state,
            Instant now) {

        static SagaRow of(ResultSet row) throws SQLException {
            return new SagaRow(
                    Optional.ofNullable(row.getObject("transfer_id", UUID.class)).map(TransferId::new),
                    Optional.ofNullable(row.getString("tenant")),
                    Optional.ofNullable(row.getString("source")),
                    Optional.ofNullable(row.getString("target")),
                    Optional.ofNullable(row.getString("request")),
                    Optional.ofNullable(row.getString("early_cancel")),
                    Optional.ofNullable(row.getObject("plan_id", UUID.class)),
                    Optional.ofNullable(row.getString("state")),
                    row.getObject("now", OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MILLIS));
        }
    }
}
