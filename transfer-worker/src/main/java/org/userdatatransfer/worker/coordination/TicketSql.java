package org.userdatatransfer.worker.coordination;

/**
 * What is asked of the tables of tickets. Queues empty and fill within minutes, so their statistics are often wrong:
 * each statement here finds its rows by key, one after the other, and leaves the planner no other way.
 */
final class TicketSql {

    private TicketSql() {}

    static final String CALL =
            """
            INSERT INTO ticket_call (transfer_id, call, tenant, source, target, locks_users)
            SELECT transfer_id, call, tenant, source, target, locks_users
            FROM unnest(
                CAST(:ids AS uuid[]), CAST(:calls AS text[]), CAST(:tenants AS text[]), CAST(:sources AS text[]),
                CAST(:targets AS text[]), CAST(:locks AS boolean[]))
                WITH ORDINALITY AS c (transfer_id, call, tenant, source, target, locks_users, place)
            ORDER BY place
            """;

    /** And no scan of a whole table until the transaction ends, whatever a plan of quieter times says. */
    static final String LOCK =
            """
            SELECT set_config('enable_seqscan', 'off', true) FROM promotion FOR UPDATE
            """;

    static final String HEAR =
            """
            WITH heard AS (
                DELETE FROM ticket_call
                WHERE call_id = ANY (ARRAY(SELECT call_id FROM ticket_call ORDER BY call_id LIMIT :limit))
                RETURNING call_id, transfer_id, call, tenant, source, target, locks_users)
            SELECT * FROM heard ORDER BY call_id
            """;

    /** Returns the users who have lost somebody from their queue. */
    static final String RELEASE =
            """
            WITH gone AS (
                DELETE FROM ticket WHERE transfer_id = ANY (CAST(:ids AS uuid[]))
                RETURNING tenant, source, target, ticket)
            DELETE FROM user_queue q USING gone
            WHERE q.tenant = gone.tenant AND q.user_id IN (gone.source, gone.target) AND q.ticket = gone.ticket
            RETURNING q.tenant, q.user_id
            """;

    static final String ISSUE =
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

    /** Among the new tickets and the heads of the queues that have moved; the rest of the queues is not looked at. */
    static final String MARK_READY =
            """
            UPDATE ticket t SET state = 'READY'
            WHERE t.transfer_id = ANY (ARRAY(
                SELECT unnest(CAST(:ids AS uuid[]))
                UNION ALL
                SELECT (SELECT q.transfer_id FROM user_queue q
                        WHERE q.tenant = moved.tenant AND q.user_id = moved.user_id
                        ORDER BY q.ticket LIMIT 1)
                FROM unnest(CAST(:tenants AS text[]), CAST(:users AS text[])) AS moved (tenant, user_id)))
              AND t.state = 'WAITING'
              AND t.ticket <= (
                SELECT min(q.ticket) FROM user_queue q WHERE q.tenant = t.tenant AND q.user_id = t.source)
              AND t.ticket <= (
                SELECT min(q.ticket) FROM user_queue q WHERE q.tenant = t.tenant AND q.user_id = t.target)
            """;

    static final String MARK = "UPDATE ticket SET state = :state WHERE transfer_id = ANY (CAST(:ids AS uuid[]))";

    static final String RUN =
            """
            UPDATE ticket t SET state = 'RUNNING' WHERE t.transfer_id = ANY (CAST(:ids AS uuid[]))
              AND NOT EXISTS (SELECT FROM ticket_call c WHERE c.transfer_id = t.transfer_id)
            RETURNING t.transfer_id
            """;

    /** Free room goes to the tenant that has the fewest transfers running; within a tenant, to the earliest ticket. */
    static final String CANDIDATES =
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
                  AND t.transfer_id <> ALL (CAST(:but_these AS uuid[]))
                ORDER BY t.ticket LIMIT (SELECT transfers FROM room)) ready
            ORDER BY coalesce(running.transfers, 0) + ready.place, ready.ticket
            LIMIT (SELECT transfers FROM room)
            """;

    /**
     * Counting stops at a limit, so that a queue of n transfers does not cost n² while it builds up. Nobody is ahead of
     * one that is ready, as a preview always is.
     */
    static final String PLACES =
            """
            SELECT t.transfer_id, ahead.transfers, source_prior.transfer_id AS prior_of_source,
                   target_prior.transfer_id AS prior_of_target
            FROM (
                SELECT transfer_id, tenant, source, target, CASE state WHEN 'WAITING' THEN ticket ELSE 0 END AS ticket
                FROM ticket WHERE transfer_id = ANY (CAST(:ids AS uuid[])) AND state IN ('WAITING', 'READY')) t
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
            """;

    /** One pass over the tickets there are now; ended transfers have none. */
    static final String COUNTS =
            """
            SELECT count(*) FILTER (WHERE state IN ('WAITING', 'READY')) AS queued,
                   count(*) FILTER (WHERE state = 'RUNNING') AS running,
                   count(*) FILTER (WHERE state = 'PARKED') AS parked
            FROM ticket
            """;
}
