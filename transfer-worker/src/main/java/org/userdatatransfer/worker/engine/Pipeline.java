package org.userdatatransfer.worker.engine;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcUtils;
import org.userdatatransfer.worker.engine.Statements.BoundSql;

/**
 * Statements that go to the database together: a statement waits until somebody needs an answer, and then it goes along
 * with all that wait, in one round trip and in their order. Each of them sees what those before it did. For one small
 * transfer the way there and back takes longer than the statements.
 */
final class Pipeline {

    /**
     * Answers, of a handover each, that may be on their way unread. All have to fit into the buffers between us and the
     * database, or it would wait for us to read, and we for it to read on: these are some 60 kB.
     */
    private static final int MOST_AWAITED = 1_000;

    /** A statement with its values, and what is to be done with its answer. */
    private record Question<T>(BoundSql sql, int handovers, RowMapper<T> row, Consumer<List<T>> then) {

        void answer(ResultSet rows) throws SQLException {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(row.mapRow(rows, found.size()));
            }
            then.accept(found);
        }
    }

    private final JdbcOperations jdbc;
    private final Statements statements;
    private final int mostHandovers;
    private final List<Question<?>> waiting = new ArrayList<>();

    /** @param mostHandovers handovers up to which statements wait for each other */
    Pipeline(JdbcOperations jdbc, Statements statements, int mostHandovers) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.mostHandovers = mostHandovers;
    }

    /**
     * Runs a statement before the next one whose answer is needed; then {@code then} hears of the rows it returns.
     *
     * @param sql returns rows, if only none
     */
    <T> void later(String sql, List<Handover> handovers, RowMapper<T> row, Consumer<List<T>> then) {
        waiting.add(new Question<>(statements.bind(sql, handovers), handovers.size(), row, then));
        var awaited = waiting.stream().mapToInt(Question::handovers).sum();
        if (handovers.size() > mostHandovers || awaited >= MOST_AWAITED) {
            flush();
        }
    }

    /** The same, for the sake of what the statement does. */
    void later(String sql, List<Handover> handovers) {
        later(sql, handovers, (row, n) -> row, rows -> {});
    }

    /** Runs a statement, after all that wait. */
    <T> List<T> now(String sql, List<Handover> handovers, RowMapper<T> row) {
        var found = new ArrayList<T>();
        later(sql, handovers, row, found::addAll);
        flush();
        return found;
    }

    /** Runs all that wait. */
    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        var together = List.copyOf(waiting);
        waiting.clear();
        var text = together.stream().map(q -> q.sql().text()).collect(Collectors.joining(";\n"));
        var values = together.stream().flatMap(q -> q.sql().values().stream()).toArray();
        jdbc.execute(text, (PreparedStatement statement) -> {
            new ArgumentPreparedStatementSetter(values).setValues(statement);
            statement.execute();
            for (var question : together) {
                answer(question, statement);
            }
            return together.size();
        });
    }

    private static void answer(Question<?> question, PreparedStatement statement) throws SQLException {
        var rows = statement.getResultSet();
        try {
            question.answer(rows);
        } finally {
            JdbcUtils.closeResultSet(rows);
        }
        statement.getMoreResults();
    }
}
