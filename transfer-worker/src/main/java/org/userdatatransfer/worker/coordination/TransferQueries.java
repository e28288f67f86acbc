package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;

/** What operators and dashboards ask about transfers; nothing here locks or changes anything. */
public final class TransferQueries {

    /** A line of a list of transfers. */
    public record Listed(
            TransferId id,
            TenantId tenant,
            UserId source,
            UserId target,
            Phase phase,
            Instant createdAt,
            Optional<Instant> endedAt) {}

    private static final String LIST =
            """
            SELECT transfer_id, tenant, source, target, phase, created_at, ended_at
            FROM saga
            WHERE state IS NOT NULL {conditions}
            ORDER BY created_at DESC, transfer_id DESC LIMIT :limit
            """;

    private static final String BEFORE = "(created_at, transfer_id) < "
            + "(SELECT b.created_at, b.transfer_id FROM saga b WHERE b.transfer_id = :before)";

    private final JdbcClient jdbc;
    private final SagaStore store;
    private final SagaHistory history;
    private final QueuePlaces places;

    TransferQueries(JdbcClient jdbc, SagaStore store, SagaHistory history, QueuePlaces places) {
        this.jdbc = jdbc;
        this.store = store;
        this.history = history;
        this.places = places;
    }

    public Optional<TransferView> find(TransferId id) {
        var loaded = store.read(List.of(id));
        return loaded.find(id).flatMap(LoadedSaga::saga).flatMap(saga -> {
            var place = saga.phase() == Phase.QUEUED
                    ? Optional.ofNullable(places.of(List.of(id), Integer.MAX_VALUE).get(id))
                    : Optional.<QueuePlace>empty();
            return createdAt(id).map(createdAt -> new TransferView(saga, createdAt, place, loaded.now()));
        });
    }

    /** Empty if it has been forgotten in between. */
    private Optional<Instant> createdAt(TransferId id) {
        return jdbc.sql("SELECT created_at FROM saga WHERE transfer_id = :id")
                .param("id", id.value())
                .query((row, n) -> row.getObject("created_at", OffsetDateTime.class).toInstant())
                .optional();
    }

    /** Oldest first; empty if nobody knows of the transfer. */
    public List<HistoryLine> history(TransferId id) {
        return history.of(id);
    }

    /**
     * Newest first. Only what is asked for is a condition, so that the server can choose the index that serves it.
     *
     * @param before only what comes after this one in the list
     */
    public List<Listed> list(
            Optional<TenantId> tenant,
            Optional<UserId> user,
            Optional<Phase> phase,
            Optional<TransferId> before,
            int limit) {
        var conditions = new StringBuilder();
        var params = new HashMap<String, Object>();
        params.put("limit", limit);
        tenant.ifPresent(value -> {
            conditions.append(" AND tenant = :tenant");
            params.put("tenant", value.value());
        });
        user.ifPresent(value -> {
            conditions.append(" AND (source = :user OR target = :user)");
            params.put("user", value.value());
        });
        phase.ifPresent(value -> {
            conditions.append(" AND phase = :phase");
            params.put("phase", value.name());
        });
        before.ifPresent(value -> {
            conditions.append(" AND ").append(BEFORE);
            params.put("before", value.value());
        });
        return jdbc.sql(SqlTemplate.of(LIST).with("conditions", conditions.toString()).sql())
                .params(params)
                .query((row, n) -> new Listed(
                        Columns.id(row, "transfer_id"),
                        new TenantId(row.getString("tenant")),
                        new UserId(row.getString("source")),
                        new UserId(row.getString("target")),
                        Phase.valueOf(row.getString("phase")),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .list();
    }

    /** As of the last promotion, which follows what sagas decide at once. */
    public TransferCounts counts() {
        return places.counts();
    }
}
