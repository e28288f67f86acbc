package org.userdatatransfer.worker.subtask;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.subtask.Identities.PinnedUsers;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * THE idempotency gate: one row per transfer and data type, in the product's own database, committed with the rows it
 * guards. A sub-task acts only if it is newer, by epoch and step, than anything the row has seen; a repeat, a zombie or
 * a command that was overtaken by its compensation finds the row ahead of it and does nothing. Passing blocks on
 * another transaction that is about to pass, and then decides.
 */
final class SubTaskFence {

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
        keyed(FenceSql.PASS, claims.keySet())
                .param("epochs", claims.values().stream().map(SubTask::epoch).toArray(Integer[]::new))
                .param("steps", claims.values().stream().map(SubTask::step).toArray(Integer[]::new))
                .query(this::passage)
                .list()
                .forEach(passage -> passed.put(passage.key(), passage));
        return passed;
    }

    private Passage passage(ResultSet row, int n) throws SQLException {
        var type = new DataTypeName(row.getString("data_type"));
        var said = Optional.ofNullable(row.getString("report")).map(report -> json.read(type, report));
        var interrupted = Optional.ofNullable(row.getString("slice_report")).map(report -> json.read(type, report));
        return new Passage(
                new FenceKey(TransferId.of(row.getString("transfer_id")), type),
                Optional.ofNullable(row.getObject("applied_epoch", Integer.class)),
                Optional.ofNullable(row.getTimestamp("applied_since")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("source_id")),
                Optional.ofNullable(row.getString("target_id")),
                SliceColumns.read(row).progress(interrupted.or(() -> said)),
                said);
    }

    /**
     * The users of those transfers of a batch that have moved something in their last epoch.
     *
     * @param types the product's: another one in the same database knows its users by other ids
     */
    Map<TransferId, PinnedUsers> begun(Collection<SubTask> batch, Collection<DataType> types) {
        var begun = new HashMap<TransferId, PinnedUsers>();
        jdbc.sql(FenceSql.BEGUN)
                .param(
                        "transfers",
                        batch.stream()
                                .map(s -> s.transferId().toString())
                                .distinct()
                                .toArray(String[]::new))
                .param("types", texts(types, type -> type.name().value()))
                .query(row -> {
                    begun.put(
                            TransferId.of(row.getString("transfer_id")),
                            new PinnedUsers(
                                    row.getInt("applied_epoch"),
                                    row.getString("source_id"),
                                    row.getString("target_id")));
                });
        return begun;
    }

    /** Keeps what passed sub-tasks have to say, for whoever asks again. */
    void settle(SortedMap<FenceKey, Settlement> settlements) {
        if (settlements.isEmpty()) {
            return;
        }
        var values = List.copyOf(settlements.values());
        var slices = values.stream().map(s -> SliceColumns.of(s.slices())).toList();
        keyed(FenceSql.SETTLE, settlements.keySet())
                .param("reports", texts(values, s -> json.write(s.result())))
                .param("applied", nullable(values, s -> s.appliedEpoch().orElse(null), Integer[]::new))
                .param("sources", nullable(values, s -> s.source().orElse(null), String[]::new))
                .param("targets", nullable(values, s -> s.target().orElse(null), String[]::new))
                .param("cursors", nullable(slices, SliceColumns::cursor, Long[]::new))
                .param("verdicts", nullable(slices, SliceColumns::verdict, String[]::new))
                .param("removed", nullable(slices, SliceColumns::removed, Long[]::new))
                .param(
                        "slices",
                        nullable(
                                values,
                                s -> s.interrupted().map(p -> json.write(p.result())).orElse(null),
                                String[]::new))
                .update();
    }

    /** What the sub-tasks that came before have said. */
    Map<FenceKey, Said> said(Collection<FenceKey> keys) {
        var said = new HashMap<FenceKey, Said>();
        if (keys.isEmpty()) {
            return said;
        }
        keyed(FenceSql.REPORTS, keys).query(row -> {
            var type = new DataTypeName(row.getString("data_type"));
            said.put(
                    new FenceKey(TransferId.of(row.getString("transfer_id")), type),
                    new Said(row.getInt("epoch"), row.getInt("step"), json.read(type, row.getString("report"))));
        });
        return said;
    }

    void forget(Collection<TransferId> transfers) {
        jdbc.sql(FenceSql.FORGET)
                .param("transfers", texts(transfers, TransferId::toString))
                .update();
    }

    private JdbcClient.StatementSpec keyed(String sql, Collection<FenceKey> keys) {
        return jdbc.sql(sql)
                .param("transfers", texts(keys, k -> k.transfer().toString()))
                .param("types", texts(keys, k -> k.type().value()));
    }

    private static <S, T> @Nullable T[] nullable(
            List<S> from, Function<S, @Nullable T> value, IntFunction<@Nullable T[]> array) {
        @Nullable T[] values = array.apply(from.size());
        for (var i = 0; i < values.length; i++) {
            values[i] = value.apply(from.get(i));
        }
        return values;
    }

    private static <T> String[] texts(Collection<T> values, Function<T, String> text) {
        return values.stream().map(text).toArray(String[]::new);
    }
}
