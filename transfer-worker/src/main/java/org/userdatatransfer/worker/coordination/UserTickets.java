package org.userdatatransfer.worker.coordination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.TicketCall;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * The queues of the users. A transfer has one ticket in the queues of both of its users and runs when it is at the head
 * of both; every wait is for an earlier ticket, so there is no deadlock. Sagas call from their own transactions;
 * numbers are given out and heads determined only by whoever holds the promotion lock, in the order of the calls.
 */
final class UserTickets {

    /** What a saga asks, for which users. */
    record Call(
            TransferId transferId, TicketCall call, TenantId tenant, UserId source, UserId target, boolean locksUsers) {

        static Call of(TransferRequest request, TicketCall call) {
            return new Call(
                    request.id(),
                    call,
                    request.tenant(),
                    request.source(),
                    request.target(),
                    request.mode() == TransferMode.EXECUTE);
        }
    }

    /** A transfer that could run now. */
    record Candidate(TransferId transferId, long ticket) {}

    private static final String CALL =
            """
            INSERT INTO ticket_call (transfer_id, call, tenant, source, target, locks_users)
            SELECT transfer_id, call, tenant, source, target, locks_users
            FROM unnest(
                CAST(:ids AS uuid[]), CAST(:calls AS text[]), CAST(:tenants AS text[]), CAST(:sources AS text[]),
                CAST(:targets AS text[]), CAST(:locks AS boolean[]))
                WITH ORDINALITY AS c (transfer_id, call, tenant, source, target, locks_users, place)
            ORDER BY place
            """;

    private static final String LOCK = "SELECT only_one FROM promotion FOR UPDATE";

    private static final String HEAR =
            """
            WITH heard AS (
                DELETE FROM ticket_call
                WHERE call_id IN (SELECT call_id FROM ticket_call ORDER BY call_id LIMIT :limit)
                RETURNING call_id, transfer_id, call, tenant, source, target, locks_users)
            SELECT * FROM heard ORDER BY call_id
            """;

    /** Returns the users who have lost somebody from their queue. */
    private static final String RELEASE =
            """
            WITH gone AS (
                DELETE FROM ticket WHERE transfer_id = ANY (CAST(:ids AS uuid[]))
                RETURNING tenant, source, target, ticket)
            DELETE FROM user_queue q USING gone
            WHERE q.tenant = gone.tenant AND q.user_id IN (gone.source, gone.target) AND q.ticket = gone.ticket
            RETURNING q.tenant, q.user_id
            """;

    private static final String ISSUE =
            """
            WITH number AS (
                UPDATE promotion SET last_ticket = last_ticket + :count RETURNING last_ticket - :count AS base),
            called AS (
                SELECT c.*, number.base + c.place AS ticket
                FROM number, unnest(
                    CAST(:ids AS uuid[]), CAST(:tenants AS text[]), CAST(:sources AS text[]), CAST(:targets AS text[]),
                    CAST(:locks AS boolean[]))
                    WITH ORDINALITY AS c (transfer_id, tenant, source, target, locks_users, place)),
            queued AS (
                INSERT INTO user_queue (tenant, user_id, ticket, transfer_id)
                SELECT tenant, source, ticket, transfer_id FROM called WHERE locks_users
                UNION
                SELECT tenant, target, ticket, transfer_id FROM called WHERE locks_users)
            INSERT INTO ticket (transfer_id, ticket, tenant, source, target, state)
            SELECT transfer_id, ticket, tenant, source, target, CASE WHEN locks_users THEN 'WAITING' ELSE 'READY' END
            FROM called
            """;

    /** Among the new tickets and the heads of the queues that have moved. */
    private static final String MARK_READY =
            """
            UPDATE ticket t SET state = 'READY'
            WHERE t.state = 'WAITING'
              AND t.transfer_id IN (
                SELECT unnest(CAST(:ids AS uuid[]))
                UNION ALL
                SELECT head.transfer_id
                FROM unnest(CAST(:tenants AS text[]), CAST(:users AS text[])) AS u (tenant, user_id)
                CROSS JOIN LATERAL (
                    SELECT q.transfer_id FROM user_queue q
                    WHERE q.tenant = u.tenant AND q.user_id = u.user_id
                    ORDER BY q.ticket LIMIT 1) head)
              AND NOT EXISTS (
                SELECT FROM user_queue q
                WHERE q.tenant = t.tenant AND q.user_id = t.source AND q.ticket < t.ticket)
              AND NOT EXISTS (
                SELECT FROM user_queue q
                WHERE q.tenant = t.tenant AND q.user_id = t.target AND q.ticket < t.ticket)
            """;

    private static final String MARK =
            "UPDATE ticket SET state = :state WHERE transfer_id = ANY (CAST(:ids AS uuid[]))";

    /** Whoever of its tenant would be the least one running, first; then the earliest ticket. */
    private static final String CANDIDATES =
            """
            WITH RECURSIVE tenants AS (
                (SELECT tenant FROM ticket WHERE state = 'READY' ORDER BY tenant LIMIT 1)
                UNION ALL
                SELECT next.tenant
                FROM tenants
                CROSS JOIN LATERAL (
                    SELECT t.tenant FROM ticket t WHERE t.state = 'READY' AND t.tenant > tenants.tenant
                    ORDER BY t.tenant LIMIT 1) next),
            running AS (SELECT tenant, count(*) AS transfers FROM ticket WHERE state = 'RUNNING' GROUP BY tenant),
            room AS (SELECT greatest(0, :max - coalesce(sum(transfers), 0)) AS transfers FROM running)
            SELECT ready.transfer_id, ready.ticket
            FROM tenants
            LEFT JOIN running ON running.tenant = tenants.tenant
            CROSS JOIN LATERAL (
                SELECT t.transfer_id, t.ticket, row_number() OVER (ORDER BY t.ticket) AS place
                FROM ticket t WHERE t.state = 'READY' AND t.tenant = tenants.tenant
                ORDER BY t.ticket LIMIT (SELECT transfers FROM room)) ready
            ORDER BY coalesce(running.transfers, 0) + ready.place, ready.ticket
            LIMIT (SELECT transfers FROM room)
            """;

    /** Counting stops at a limit, so that a queue of n transfers does not cost n² while it builds up. */
    private static final String PLACES =
            """
            SELECT t.transfer_id, ahead.transfers, source_prior.transfer_id AS prior_of_source,
                   target_prior.transfer_id AS prior_of_target
            FROM ticket t
            CROSS JOIN LATERAL (
                SELECT count(DISTINCT transfer_id) AS transfers FROM (
                    (SELECT q.transfer_id FROM user_queue q
                     WHERE q.tenant = t.tenant AND q.user_id = t.source AND q.ticket < t.ticket LIMIT :limit)
                    UNION ALL
                    (SELECT q.transfer_id FROM user_queue q
                     WHERE q.tenant = t.tenant AND q.user_id = t.target AND q.ticket < t.ticket LIMIT :limit)) q
                ) ahead
            LEFT JOIN LATERAL (
                SELECT q.transfer_id FROM user_queue q
                WHERE q.tenant = t.tenant AND q.user_id = t.source AND q.ticket < t.ticket
                ORDER BY q.ticket DESC LIMIT 1) source_prior ON true
            LEFT JOIN LATERAL (
                SELECT q.transfer_id FROM user_queue q
                WHERE q.tenant = t.tenant AND q.user_id = t.target AND q.ticket < t.ticket
                ORDER BY q.ticket DESC LIMIT 1) target_prior ON true
            WHERE t.transfer_id = ANY (CAST(:ids AS uuid[])) AND t.state IN ('WAITING', 'READY')
            """;

    /** One pass over the tickets there are now; ended transfers have none. */
    private static final String COUNTS =
            """
            SELECT count(*) FILTER (WHERE state IN ('WAITING', 'READY')) AS queued,
                   count(*) FILTER (WHERE state = 'RUNNING') AS running,
                   count(*) FILTER (WHERE state = 'PARKED') AS parked
            FROM ticket
            """;

    private final JdbcClient jdbc;

    UserTickets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void call(List<Call> calls) {
        if (calls.isEmpty()) {
            return;
        }
        jdbc.sql(CALL)
                .param("ids", Columns.of(calls, Call::transferId))
                .param("calls", Columns.of(calls, Call::call))
                .param("tenants", Columns.of(calls, Call::tenant))
                .param("sources", Columns.of(calls, Call::source))
                .param("targets", Columns.of(calls, Call::target))
                .param("locks", Columns.of(calls, Call::locksUsers))
                .update();
    }

    /** From here to the end of the transaction nobody else promotes. */
    void lock() {
        jdbc.sql(LOCK).query((row, n) -> 0).list();
    }

    /**
     * Lets the queues move as sagas have called for.
     *
     * @return the transfers that have joined a queue, first come, first served; empty only if nobody has called
     */
    Heard hear(int limit) {
        var calls = jdbc.sql(HEAR)
                .param("limit", limit)
                .query((row, n) -> new Call(
                        SagaStore.id(row, "transfer_id"),
                        TicketCall.valueOf(row.getString("call")),
                        new TenantId(row.getString("tenant")),
                        new UserId(row.getString("source")),
                        new UserId(row.getString("target")),
                        row.getBoolean("locks_users")))
                .list();
        if (calls.isEmpty()) {
            return new Heard(0, List.of());
        }
        var net = NetCalls.of(calls);
        var freed = release(net.released());
        issue(net.taken());
        if (!freed.isEmpty() || !net.taken().isEmpty()) {
            markReady(net.taken(), freed);
        }
        mark("PARKED", net.parked());
        mark("RUNNING", net.resumed());
        return new Heard(
                calls.size(), net.taken().stream().map(Call::transferId).toList());
    }

    /** @param joined the transfers that have a new ticket */
    record Heard(int calls, List<TransferId> joined) {}

    /** What several calls of one transfer come to. */
    record NetCalls(
            List<TransferId> released, List<Call> taken, List<TransferId> parked, List<TransferId> resumed) {

        static NetCalls of(List<Call> calls) {
            var released = new LinkedHashMap<TransferId, Call>();
            var taken = new LinkedHashMap<TransferId, Call>();
            var room = new LinkedHashMap<TransferId, TicketCall>();
            for (var call : calls) {
                var id = call.transferId();
                switch (call.call()) {
                    case TAKE -> taken.put(id, call);
                    case RELEASE -> {
                        taken.remove(id);
                        room.remove(id);
                        released.put(id, call);
                    }
                    case PARK, RESUME -> room.put(id, call.call());
                }
            }
            return new NetCalls(
                    List.copyOf(released.keySet()),
                    List.copyOf(taken.values()),
                    idsOf(room, TicketCall.PARK),
                    idsOf(room, TicketCall.RESUME));
        }

        private static List<TransferId> idsOf(Map<TransferId, TicketCall> room, TicketCall which) {
            return room.entrySet().stream()
                    .filter(entry -> entry.getValue() == which)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    private record QueueOf(String tenant, String user) {}

    private List<QueueOf> release(List<TransferId> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(RELEASE)
                        .param("ids", Columns.ids(ids))
                        .query((row, n) -> new QueueOf(row.getString("tenant"), row.getString("user_id")))
                        .list();
    }

    private void issue(List<Call> calls) {
        if (calls.isEmpty()) {
            return;
        }
        jdbc.sql(ISSUE)
                .param("count", calls.size())
                .param("ids", Columns.of(calls, Call::transferId))
                .param("tenants", Columns.of(calls, Call::tenant))
                .param("sources", Columns.of(calls, Call::source))
                .param("targets", Columns.of(calls, Call::target))
                .param("locks", Columns.of(calls, Call::locksUsers))
                .update();
    }

    private void markReady(List<Call> taken, List<QueueOf> moved) {
        jdbc.sql(MARK_READY)
                .param("ids", Columns.of(taken, Call::transferId))
                .param("tenants", Columns.of(moved, QueueOf::tenant))
                .param("users", Columns.of(moved, QueueOf::user))
                .update();
    }

    private void mark(String state, Collection<TransferId> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(MARK)
                    .param("state", state)
                    .param("ids", Columns.ids(ids))
                    .update();
        }
    }

    void markRunning(Collection<TransferId> ids) {
        mark("RUNNING", ids);
    }

    /** The transfers that may run now, so that no more than {@code max} do, fairly over the tenants. */
    List<Candidate> candidates(int max) {
        return jdbc.sql(CANDIDATES)
                .param("max", max)
                .query((row, n) -> new Candidate(SagaStore.id(row, "transfer_id"), row.getLong("ticket")))
                .list();
    }

    /** Where those of them that wait stand; beyond {@code limit} transfers ahead the count stops. */
    Map<TransferId, QueuePlace> places(Collection<TransferId> ids, int limit) {
        var places = new HashMap<TransferId, QueuePlace>();
        if (!ids.isEmpty()) {
            jdbc.sql(PLACES)
                    .param("ids", Columns.ids(ids))
                    .param("limit", limit)
                    .query((row, n) -> places.put(
                            SagaStore.id(row, "transfer_id"),
                            new QueuePlace(
                                    row.getInt("transfers"),
                                    prior(
                                            row.getObject("prior_of_source", UUID.class),
                                            row.getObject("prior_of_target", UUID.class)))))
                    .list();
        }
        return places;
    }

    private static List<TransferId> prior(
            @Nullable UUID ofSource, @Nullable UUID ofTarget) {
        var prior = new ArrayList<TransferId>();
        Optional.ofNullable(ofSource).map(TransferId::new).ifPresent(prior::add);
        Optional.ofNullable(ofTarget)
                .map(TransferId::new)
                .filter(id -> !prior.contains(id))
                .ifPresent(prior::add);
        return prior;
    }

    TransferCounts counts() {
        return jdbc.sql(COUNTS)
                .query((row, n) ->
                        new TransferCounts(row.getLong("queued"), row.getLong("running"), row.getLong("parked")))
                .single();
    }
}
