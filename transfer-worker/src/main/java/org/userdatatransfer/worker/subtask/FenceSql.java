package org.userdatatransfer.worker.subtask;

/** What {@link SubTaskFence} asks the product's database. */
final class FenceSql {

    private FenceSql() {}

    static final String PASS =
            """
            INSERT INTO user_data_transfer.sub_task_fence AS f (transfer_id, data_type, epoch, step)
            SELECT * FROM unnest(:transfers::text[]::uuid[], :types::text[], :epochs::integer[], :steps::integer[])
                AS c(transfer_id, data_type, epoch, step)
            ORDER BY transfer_id, data_type
            ON CONFLICT (transfer_id, data_type) DO UPDATE SET epoch = excluded.epoch, step = excluded.step
            WHERE (f.epoch, f.step) < (excluded.epoch, excluded.step)
            RETURNING transfer_id, data_type, applied_epoch, applied_since, source_id, target_id, report,
                      slice_cursor, slice_verdict, slice_removed, slice_report
            """;

    /**
     * Who settles has passed, so there is a conflict for every row. An UPDATE would read all of a table that has grown
     * since it was last analyzed, as a plan from its small days does: 2.6 ms instead of 0.2 after 300 transfers.
     */
    static final String SETTLE =
            """
            INSERT INTO user_data_transfer.sub_task_fence AS f
                (transfer_id, data_type, epoch, step, report, applied_epoch, source_id, target_id,
                 slice_cursor, slice_verdict, slice_removed, slice_report)
            SELECT transfer_id, data_type, 0, 0, report, applied_epoch, source_id, target_id,
                   cursor, verdict, removed, slices
            FROM unnest(:transfers::text[]::uuid[], :types::text[], :reports::text[], :applied::integer[],
                        :sources::text[], :targets::text[], :cursors::bigint[], :verdicts::text[], :removed::bigint[],
                        :slices::text[])
                AS s(transfer_id, data_type, report, applied_epoch, source_id, target_id,
                     cursor, verdict, removed, slices)
            ON CONFLICT (transfer_id, data_type) DO UPDATE
            SET applied_since = CASE WHEN f.applied_epoch = excluded.applied_epoch THEN f.applied_since ELSE now() END,
                report = excluded.report, applied_epoch = excluded.applied_epoch, source_id = excluded.source_id,
                target_id = excluded.target_id, slice_cursor = excluded.slice_cursor,
                slice_verdict = excluded.slice_verdict, slice_removed = excluded.slice_removed,
                slice_report = excluded.slice_report
            """;

    static final String BEGUN =
            """
            SELECT DISTINCT transfer_id, applied_epoch, source_id, target_id FROM user_data_transfer.sub_task_fence
            WHERE transfer_id = ANY (:transfers::text[]::uuid[]) AND data_type = ANY (:types::text[])
              AND applied_epoch = epoch AND source_id IS NOT NULL
            """;

    static final String REPORTS =
            """
            SELECT f.transfer_id, f.data_type, f.epoch, f.step, f.report
            FROM user_data_transfer.sub_task_fence f
            JOIN unnest(:transfers::text[]::uuid[], :types::text[]) AS k(transfer_id, data_type)
              ON f.transfer_id = k.transfer_id AND f.data_type = k.data_type
            WHERE f.report IS NOT NULL
            """;

    static final String FORGET =
            """
            WITH gone AS (SELECT unnest(:transfers::text[]::uuid[]) AS transfer_id),
            succession AS (
                DELETE FROM user_data_transfer.user_succession WHERE transfer_id IN (SELECT * FROM gone))
            DELETE FROM user_data_transfer.sub_task_fence WHERE transfer_id IN (SELECT * FROM gone)
            """;
}
