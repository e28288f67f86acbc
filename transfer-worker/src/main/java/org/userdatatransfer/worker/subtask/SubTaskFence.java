package org.userdatatransfer.worker.subtask;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.engine.Progress;
import org.userdatatransfer.worker.engine.Verdict;
import org.userdatatransfer.worker.subtask.Identities.Begun;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * THE idempotency gate: one row per transfer and data type, in the product's own database, committed with the rows it
 * guards. A sub-task acts only if it is newer, by epoch and step, than anything the row has seen; a repeat, a zombie or a
 * command that was overtaken by its compensation finds the row ahead of it and does nothing. Passing blocks on another
 * transaction that is about to pass, and then decides.
 */
final class SubTaskFence {

    private static final String PASS =
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
     * Who settles has passed, so there is a conflict for every row. An UPDATE would read all of a table that has grown since
     * it was last analyzed, as a plan from its small days does: 2.6 ms instead of 0.2 after 300 transfers.
     */
    private static final String SETTLE =
            """
            INSERT INTO user_data_transfer.sub_task_fence AS f
                (transfer_id, data_type, epoch, step, report, applied_epoch, source_id, target_id,
                 slice_cursor, slice_verdict, slice_removed, slice_report)
            SELECT transfer_id, data_type, 0, 0, report, applied_epoch, source_id, target_id, cursor, verdict, removed, slices
            FROM unnest(:transfers::text[]::uuid[], :types::text[], :reports::text[], :applied::integer[],
                        :sources::text[], :targets::text[], :cursors::bigint[], :verdicts::text[], :removed::bigint[],
                        :slices::text[])
                AS s(transfer_id, data_type, report, applied_epoch, source_id, target_id, cursor, verdict, removed, slices)
            ON CONFLICT (transfer_id, data_type) DO UPDATE
            SET applied_since = CASE WHEN f.applied_epoch = excluded.applied_epoch THEN f.applied_since ELSE now() END,
                report = excluded.report, applied_epoch = excluded.applied_epoch, source_id = excluded.source_id,
                target_id = excluded.target_id, slice_cursor = excluded.slice_cursor,
                slice_verdict = excluded.slice_verdict, slice_removed = excluded.slice_removed,
                slice_report = excluded.slice_report
            """;

    private static final String BEGUN =
            """
            SELECT DISTINCT transfer_id, applied_epoch, source_id, target_id FROM user_data_transfer.sub_task_fence
            WHERE transfer_id = ANY (:transfers::text[]::uuid[]) AND data_type = ANY (:types::text[])
              AND applied_epoch = epoch AND source_id IS NOT NULL
            """;

    private static final String LEDGER_SINCE =
            """
            SELECT min(to_date(right(c.relname, 7), 'YYYY_MM'))::timestamp AT TIME ZONE 'UTC'
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'user_data_transfer.row_ledger'::regclass
            """;

    private static final String REPORTS =
            """
            SELECT f.transfer_id, f.data_type, f.epoch, f.step, f.report
            FROM user_data_transfer.sub_task_fence f
            JOIN unnest(:transfers::text[]::uuid[], :types::text[]) AS k(transfer_id, data_type)
              ON f.transfer_id = k.transfer_id AND f.data_type = k.data_type
            WHERE f.report IS NOT NULL
            """;

    private final JdbcClient jdbc;
    private final ResultJson json = new ResultJson();

    SubTaskFence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a sub-task that was here before has said. */
    record Said(int epoch, int step, DataTypeResult result) {}

    /** Lets those pass that are the newest of their kind; the rest are not in the answer. */
    Map<FenceKey, Passage> pass(SortedMap<FenceKey, SubTask> claims) {
        var passed = new HashMap<FenceKey, Passage>();
        keyed(PASS, claims.keySet())
                .param("epochs", claims.values().stream().map(SubTask::epoch).toArray(Integer[]::new))
                .param("steps", claims.values().stream().map(SubTask::step).toArray(Integer[]::new))
                .query(this::passage)
                .list()
                .forEach(passage -> passed.put(passage.key(), passage));
        return passed;
    }

    private Passage passage(ResultSet row, int n) throws SQLException {
        var type = new DataTypeName(row.getString("data_type"));
        var report = row.getString("report");
        var cursor = row.getObject("slice_cursor", Long.class);
        var interrupted = row.getString("slice_report");
        return new Passage(
                new FenceKey(TransferId.of(row.getString("transfer_id")), type),
                Optional.ofNullable(row.getObject("applied_epoch", Integer.class)),
                Optional.ofNullable(row.getTimestamp("applied_since")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("source_id")),
                Optional.ofNullable(row.getString("target_id")),
                cursor == null
                        ? Optional.empty()
                        : Optional.of(new Progress(
                                json.read(type, interrupted == null ? report : interrupted),
                                Verdict.valueOf(row.getString("slice_verdict")),
                                cursor,
                                row.getLong("slice_removed"))),
                Optional.ofNullable(report).map(text -> json.read(type, text)));
    }

    /**
     * The users of those transfers of a batch that have moved something in their last epoch.
     *
     * @param types the product's: another one in the same database knows its users by other ids
     */
    Map<TransferId, Begun> begun(Collection<SubTask> batch, Collection<DataType> types) {
        var begun = new HashMap<TransferId, Begun>();
        jdbc.sql(BEGUN)
                .param("transfers", batch.stream().map(s -> s.transferId().toString()).distinct().toArray(String[]::new))
                .param("types", texts(types, type -> type.name().value()))
                .query(row -> {
                    begun.put(
                            TransferId.of(row.getString("transfer_id")),
                            new Begun(row.getInt("applied_epoch"), row.getString("source_id"), row.getString("target_id")));
                });
        return begun;
    }

    /** The ledger knows nothing of what was done before: its months are dropped in the end. */
    Instant ledgerSince() {
        return jdbc.sql(LEDGER_SINCE).query((row, n) -> row.getTimestamp(1).toInstant()).single();
    }

    /** Keeps what passed sub-tasks have to say, for whoever asks again. */
    void settle(SortedMap<FenceKey, Settlement> settlements) {
        if (settlements.isEmpty()) {
            return;
        }
        var values = List.copyOf(settlements.values());
        keyed(SETTLE, settlements.keySet())
                .param("reports", texts(values, s -> json.write(s.result())))
                .param(
                        "applied",
                        values.stream().map(s -> s.appliedEpoch().orElse(null)).toArray(Integer[]::new))
                .param("sources", texts(values, s -> s.source().orElse(null)))
                .param("targets", texts(values, s -> s.target().orElse(null)))
                .param("cursors", sliced(values, Progress::cursor).toArray(Long[]::new))
                .param("verdicts", sliced(values, p -> p.verdict().name()).toArray(String[]::new))
                .param("removed", sliced(values, Progress::removedRows).toArray(Long[]::new))
                .param("slices", texts(values, s -> s.interrupted().map(p -> json.write(p.result())).orElse(null)))
                .update();
    }

    /** What the sub-tasks that came before have said. */
    Map<FenceKey, Said> said(Collection<FenceKey> keys) {
        var said = new HashMap<FenceKey, Said>();
        if (keys.isEmpty()) {
            return said;
        }
        keyed(REPORTS, keys).query(row -> {
            var type = new DataTypeName(row.getString("data_type"));
            said.put(
                    new FenceKey(TransferId.of(row.getString("transfer_id")), type),
                    new Said(row.getInt("epoch"), row.getInt("step"), json.read(type, row.getString("report"))));
        });
        return said;
    }

    void forget(Collection<TransferId> transfers) {
        jdbc.sql(
                        """
                        WITH gone AS (SELECT unnest(:transfers::text[]::uuid[]) AS transfer_id),
                        succession AS (
                            DELETE FROM user_data_transfer.user_succession WHERE transfer_id IN (SELECT * FROM gone))
                        DELETE FROM user_data_transfer.sub_task_fence WHERE transfer_id IN (SELECT * FROM gone)
                        """)
                .param("transfers", texts(transfers, TransferId::toString))
                .update();
    }

    private JdbcClient.StatementSpec keyed(String sql, Collection<FenceKey> keys) {
        return jdbc.sql(sql)
                .param("transfers", texts(keys, k -> k.transfer().toString()))
                .param("types", texts(keys, k -> k.type().value()));
    }

    /** Of those that go on in slices a value, of the others null. */
    private static <T> Stream<@Nullable T> sliced(List<Settlement> settlements, Function<Progress, T> value) {
        return settlements.stream().map(s -> s.slices().map(value).orElse(null));
    }

    private static <T> String[] texts(Collection<T> values, Function<T, String> text) {
        return values.stream().map(text).toArray(String[]::new);
    }
}
