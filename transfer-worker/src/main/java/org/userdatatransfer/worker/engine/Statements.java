package org.userdatatransfer.worker.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.transfer.LedgerKind;
import org.userdatatransfer.worker.transfer.TransferId;

/** Runs statements that take a batch of handovers as parameters. */
final class Statements {

    private final JdbcOperations operations;
    private final JdbcClient jdbc;
    private final Map<String, Positional> parsed = new ConcurrentHashMap<>();
    private final int pipelinedTransfers;

    /** @param pipelinedTransfers handovers up to which statements share a round trip */
    Statements(JdbcOperations operations, JdbcClient jdbc, int pipelinedTransfers) {
        this.operations = operations;
        this.jdbc = jdbc;
        this.pipelinedTransfers = pipelinedTransfers;
    }

    /** What a statement did to one transfer's rows. */
    record Effect(TransferId transfer, LedgerKind kind, long rows, long pairs) {}

    /** What a statement that ends in writing the ledger returns. */
    static final RowMapper<Effect> EFFECT = (row, n) -> new Effect(
            TransferId.of(row.getString("transfer_id")),
            LedgerKind.valueOf(row.getString("kind")),
            row.getLong("rows"),
            row.getLong("pairs"));

    /** For the parts of a large table. */
    List<Effect> slice(String sql, Handover handover, int limit) {
        return bound(sql, List.of(handover)).param("limit", limit).query(EFFECT).list();
    }

    /** A new line of statements that may go to the database together. */
    Pipeline pipeline() {
        return new Pipeline(operations, this, pipelinedTransfers);
    }

    JdbcClient.StatementSpec bound(String sql, List<Handover> handovers) {
        return jdbc.sql(sql).params(parameters(handovers));
    }

    /** A statement as the driver takes it: with question marks, and a value for each. */
    record BoundSql(String text, List<Object> values) {}

    BoundSql bind(String sql, List<Handover> handovers) {
        var positional = parsed.computeIfAbsent(sql, Positional::of);
        var values = NamedParameterUtils.buildValueArray(
                positional.parsed, new MapSqlParameterSource(parameters(handovers)), null);
        return new BoundSql(positional.text, Arrays.asList(values));
    }

    private record Positional(ParsedSql parsed, String text) {

        static Positional of(String sql) {
            var parsed = NamedParameterUtils.parseSqlStatement(sql);
            return new Positional(parsed, NamedParameterUtils.substituteNamedParameters(parsed, null));
        }
    }

    private static Map<String, Object> parameters(List<Handover> handovers) {
        return Map.of(
                "transfers", texts(handovers, h -> h.transfer().toString()),
                "epochs", handovers.stream().map(Handover::epoch).toArray(Integer[]::new),
                "sources", texts(handovers, Handover::source),
                "targets", texts(handovers, Handover::target),
                "names", texts(handovers, Handover::sourceName));
    }

    private static String[] texts(List<Handover> handovers, Function<Handover, String> value) {
        return handovers.stream().map(value).toArray(String[]::new);
    }
}
