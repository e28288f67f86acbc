package org.userdatatransfer.worker.coordination;

/** What is asked of the tables of sagas and their plans: one statement, whatever the number of sagas. */
final class SagaSql {

    private SagaSql() {}

    static final String MAKE_ROOM =
            """
            INSERT INTO saga (transfer_id, created_at)
            SELECT id, statement_timestamp() + place * interval '1 microsecond'
            FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS room (id, place) ORDER BY id
            ON CONFLICT DO NOTHING
            """;

    static final String LOCK =
            """
            SELECT transfer_id FROM saga WHERE transfer_id = ANY (CAST(:ids AS uuid[]))
            ORDER BY transfer_id FOR NO KEY UPDATE
            """;

    static final String LOCK_OVERDUE =
            """
            SELECT transfer_id FROM saga WHERE due_at <= clock_timestamp()
            ORDER BY due_at, created_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
            """;

    static final String PUT_OFF =
            """
            UPDATE saga SET due_at = clock_timestamp() + CAST(:pause AS interval) WHERE transfer_id = :id
            """;

    static final String READ =
            """
            SELECT s.transfer_id, s.tenant, s.source, s.target, s.request, s.early_cancel, s.plan_id, s.state, c.now
            FROM (SELECT clock_timestamp() AS now) c
            LEFT JOIN saga s ON s.transfer_id = ANY (CAST(:ids AS uuid[]))
            """;

    static final String READ_PLANS =
            "SELECT plan_id, types FROM saga_plan WHERE plan_id = ANY (CAST(:ids AS uuid[]))";

    static final String SAVE_PLANS =
            """
            INSERT INTO saga_plan (plan_id, types)
            SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:types AS text[])) AS plan (id, types) ORDER BY id
            ON CONFLICT DO NOTHING
            """;

    /** A due time that is too early is left alone, for the index and a HOT update; only the sweep moves it on. */
    static final String SAVE =
            """
            UPDATE saga s
            SET tenant = coalesce(u.tenant, s.tenant),
                source = coalesce(u.source, s.source),
                target = coalesce(u.target, s.target),
                request = coalesce(u.request, s.request),
                plan_id = coalesce(u.plan_id, s.plan_id),
                state = u.state,
                phase = u.phase,
                ticket = u.ticket,
                due_at = CASE WHEN NOT :exactly AND s.due_at <= u.due_at THEN s.due_at ELSE u.due_at END,
                ended_at = u.ended_at
            FROM unnest(
                CAST(:ids AS uuid[]), CAST(:tenants AS text[]), CAST(:sources AS text[]), CAST(:targets AS text[]),
                CAST(:requests AS text[]), CAST(:plans AS uuid[]), CAST(:states AS text[]), CAST(:phases AS text[]),
                CAST(:tickets AS bigint[]), CAST(:dues AS timestamptz[]), CAST(:ended AS timestamptz[]))
                AS u (transfer_id, tenant, source, target, request, plan_id, state, phase, ticket, due_at, ended_at)
            WHERE s.transfer_id = u.transfer_id
            """;

    /** Such a row has nothing to wait for but its request, or the end of its retention. */
    static final String REMEMBER_CANCELS =
            """
            UPDATE saga s
            SET early_cancel = coalesce(s.early_cancel, u.early_cancel), ended_at = clock_timestamp()
            FROM unnest(CAST(:ids AS uuid[]), CAST(:cancels AS text[])) AS u (transfer_id, early_cancel)
            WHERE s.transfer_id = u.transfer_id
            """;

    static final String LATER_TRANSFERS =
            """
            SELECT s.transfer_id, later.transfer_id AS later_id
            FROM saga s
            CROSS JOIN LATERAL (
                SELECT l.transfer_id, l.ticket FROM saga l
                WHERE l.tenant = s.tenant AND l.source IN (s.source, s.target) AND l.ticket > s.ticket
                UNION ALL
                SELECT l.transfer_id, l.ticket FROM saga l
                WHERE l.tenant = s.tenant AND l.target IN (s.source, s.target) AND l.ticket > s.ticket
                ORDER BY ticket LIMIT 1) later
            WHERE s.transfer_id = ANY (CAST(:ids AS uuid[]))
            """;
}
