package org.userdatatransfer.worker.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.transfer.TransferId;

/** Runs statements that take a batch of pairs as parameters. */
final class Statements {

    private final JdbcClient jdbc;

    Statements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a statement did to one transfer's rows.
     *
     * @param kind MOVED, REMOVED or CHANGED
     */
    record Effect(TransferId transfer, String kind, long rows, long pairs) {}

    /** Runs a statement that ends in writing the ledger. */
    List<Effect> effects(String sql, List<Pair> pairs) {
        return query(sql, pairs, EFFECT);
    }

    /** The same for the parts of a large table. */
    List<Effect> slice(String sql, Pair pair, int limit) {
        return bound(sql, List.of(pair)).param("limit", limit).query(EFFECT).list();
    }

    /** What a flag's statement found. */
    record Flagged(long rows, List<String> examples) {}

    Map<TransferId, Flagged> flags(String sql, List<Pair> pairs) {
        var found = new LinkedHashMap<TransferId, Flagged>();
        bound(sql, pairs).query(row -> {
            var examples = List.of((String[]) row.getArray("examples").getArray());
            found.put(TransferId.of(row.getString("transfer_id")), new Flagged(row.getLong("rows"), examples));
        });
        return found;
    }

    <T> List<T> query(String sql, List<Pair> pairs, RowMapper<T> row) {
        return bound(sql, pairs).query(row).list();
    }

    /** Waits for other transactions that hold the lock of that name, and holds it until this one ends. */
    void lock(String name) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext(:name))")
                .param("name", "user_data_transfer: " + name)
                .query((row, n) -> true)
                .single();
    }

    JdbcClient.StatementSpec bound(String sql, List<Pair> pairs) {
        return jdbc.sql(sql)
                .param("transfers", texts(pairs, p -> p.transfer().toString()))
                .param("epochs", pairs.stream().map(Pair::epoch).toArray(Integer[]::new))
                .param("sources", texts(pairs, Pair::source))
                .param("targets", texts(pairs, Pair::target))
                .param("names", texts(pairs, Pair::sourceName));
    }

    private static String[] texts(List<Pair> pairs, Function<Pair, String> value) {
        return pairs.stream().map(value).toArray(String[]::new);
    }

    private static final RowMapper<Effect> EFFECT = (row, n) -> new Effect(
            TransferId.of(row.getString("transfer_id")),
            row.getString("kind"),
            row.getLong("rows"),
            row.getLong("pairs"));
}
