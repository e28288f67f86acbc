package org.userdatatransfer.worker.contract;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.userdatatransfer.worker.oracle.Row;

/** Finds out whether the keys of a database would let a row stand, and leaves no trace. */
record Trial(DataSource database) {

    boolean canInsert(String table, Row row) {
        var written = row.with("remaining", null).values();
        return isPossible("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
                .formatted(
                        table,
                        String.join(", ", written.keySet()),
                        written.values().stream().map(Trial::literal).collect(Collectors.joining(", "))));
    }

    boolean canUpdate(String table, List<String> key, Row row, Row wanted) {
        var set = wanted.with("remaining", null).values().entrySet().stream()
                .filter(value -> !row.has(value.getKey(), value.getValue()))
                .map(value -> value.getKey() + " = " + literal(value.getValue()));
        var cleared = row.values().keySet().stream()
                .filter(column -> wanted.get(column).isEmpty())
                .map(column -> column + " = NULL");
        return isPossible("UPDATE %s SET %s WHERE %s"
                .formatted(
                        table,
                        Stream.concat(set, cleared).collect(Collectors.joining(", ")),
                        key.stream()
                                .map(column -> column + " = " + literal(row.text(column)))
                                .collect(Collectors.joining(" AND "))));
    }

    private static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private boolean isPossible(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(sql);
                return true;
            } catch (SQLException e) {
                if (!e.getSQLState().startsWith("23")) {
                    throw new IllegalStateException(sql, e);
                }
                return false;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
