package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.QueuePlace;
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
            Optional<Instant> finishedAt) {}

    private static final String LIST =
            """
            SELECT transfer_id, tenant, source, target, phase, created_at, finished_at
            FROM saga
            WHERE state IS NOT NULL
              AND (CAST(:tenant AS text) IS NULL OR tenant = :tenant)
              AND (CAST(:user AS text) IS NULL OR source = :user OR target = :user)
              AND (CAST(:phase AS text) IS NULL OR phase = :phase)
              AND (CAST(:before AS uuid) IS NULL OR (created_at, transfer_id) < (
                SELECT b.created_at, b.transfer_id FROM saga b WHERE b.transfer_id = CAST(:before AS uuid)))
            ORDER BY created_at DESC, transfer_id DESC LIMIT :limit
            """;

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
        return loaded.find(id).flatMap(LoadedSaga::saga).map(saga -> {
            var place = saga.phase() == Phase.QUEUED
                    ? Optional.ofNullable(places.of(List.of(id), Integer.MAX_VALUE).get(id))
                    : Optional.<QueuePlace>empty();
            return new TransferView(saga, createdAt(id), place, loaded.now());
        });
    }

    private Instant createdAt(TransferId id) {
        return jdbc.sql("SELECT created_at FROM saga WHERE transfer_id = :id")
                .param("id", id.value())
                .query((row, n) -> row.getObject("created_at", OffsetDateTime.class).toInstant())
                .single();
    }

    /** Oldest first; empty if nobody knows of the transfer. */
    public List<HistoryLine> history(TransferId id) {
        return history.of(id);
    }

    /**
     * Newest first.
     *
     * @param before only what comes after this one in the list
     */
    public List<Listed> list(
            Optional<TenantId> tenant,
            Optional<UserId> user,
            Optional<Phase> phase,
            Optional<TransferId> before,
            int limit) {
        var params = new LinkedHashMap<String, Object>();
        params.put("tenant", tenant.map(TenantId::value).orElse(null));
        params.put("user", user.map(UserId::value).orElse(null));
        params.put("phase", phase.map(Phase::name).orElse(null));
        params.put("before", before.map(TransferId::value).orElse(null));
        params.put("limit", limit);
        return jdbc.sql(LIST)
                .params(params)
                .query((row, n) -> new Listed(
                        Columns.id(row, "transfer_id"),
                        new TenantId(row.getString("tenant")),
                        new UserId(row.getString("source")),
                        new UserId(row.getString("target")),
                        Phase.valueOf(row.getString("phase")),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("finished_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .list();
    }

    /** As of the last promotion, which follows what sagas decide at once. */
    public TransferCounts counts() {
        return places.counts();
    }
}
