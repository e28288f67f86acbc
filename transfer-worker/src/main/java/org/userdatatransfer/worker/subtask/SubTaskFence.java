package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
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
            RETURNING transfer_id, data_type, applied_epoch, source_id, target_id
            """;

    private static final String SETTLE =
            """
            UPDATE user_data_transfer.sub_task_fence f
            SET report = s.report, applied_epoch = s.applied_epoch, source_id = s.source_id, target_id = s.target_id
            FROM unnest(:transfers::text[]::uuid[], :types::text[], :reports::text[], :applied::integer[],
                        :sources::text[], :targets::text[])
                AS s(transfer_id, data_type, report, applied_epoch, source_id, target_id)
            WHERE f.transfer_id = s.transfer_id AND f.data_type = s.data_type
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

    /** What is kept on the fence once a sub-task is done. */
    record Settlement(
            DataTypeResult result, Optional<Integer> appliedEpoch, Optional<String> source, Optional<String> target) {}

    /** What a sub-task that was here before has said. */
    record Said(int epoch, int step, DataTypeResult result) {}

    /** Lets those pass that are the newest of their kind; the rest are not in the answer. */
    Map<FenceKey, Passage> pass(SortedMap<FenceKey, SubTask> claims) {
        var passed = new HashMap<FenceKey, Passage>();
        keyed(PASS, claims.keySet())
                .param("epochs", claims.values().stream().map(SubTask::epoch).toArray(Integer[]::new))
                .param("steps", claims.values().stream().map(SubTask::step).toArray(Integer[]::new))
                .query((row, n) -> new Passage(
                        new FenceKey(
                                TransferId.of(row.getString("transfer_id")),
                                new DataTypeName(row.getString("data_type"))),
                        Optional.ofNullable(row.getObject("applied_epoch", Integer.class)),
                        Optional.ofNullable(row.getString("source_id")),
                        Optional.ofNullable(row.getString("target_id"))))
                .list()
                .forEach(passage -> passed.put(passage.key(), passage));
        return passed;
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

    private JdbcClient.StatementSpec keyed(String sql, Collection<FenceKey> keys) {
        return jdbc.sql(sql)
                .param("transfers", texts(keys, k -> k.transfer().toString()))
                .param("types", texts(keys, k -> k.type().value()));
    }

    private static <T> String[] texts(Collection<T> values, Function<T, String> text) {
        return values.stream().map(text).toArray(String[]::new);
    }
}
