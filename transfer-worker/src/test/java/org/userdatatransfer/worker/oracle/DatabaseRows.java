package org.userdatatransfer.worker.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Every row of every table of some schemas at one moment. A table of the schema {@code public} goes by its plain name,
 * any other by {@code schema.table}; a partitioned table is one table.
 */
public record DatabaseRows(SortedMap<String, Table> tables) {

    /**
     * @param key the columns of the primary key; empty means that rows have nothing but their values
     */
    public record Table(List<String> key, Set<Row> rows) {

        public Table {
            key = List.copyOf(key);
            rows = Collections.unmodifiableSet(new LinkedHashSet<>(rows));
        }

        Row keyOf(Row row) {
            return key.isEmpty() ? row : row.only(key);
        }
    }

    private static final String TABLES =
            """
            SELECT n.nspname, c.relname,
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns,
                   ARRAY(SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid
                         WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey::int2[])
                         ORDER BY array_position(i.indkey::int2[], a.attnum)) AS key
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY (?)
            ORDER BY 1, 2
            """;

    public DatabaseRows {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    /** Reads the schema {@code public}. */
    public static DatabaseRows read(DataSource database) {
        return read(database, List.of("public"));
    }

    /** Reads all tables of these schemas as of one moment. */
    public static DatabaseRows read(DataSource database, List<String> schemas) {
        return read(database, schemas, table -> true);
    }

    /** Reads some tables of these schemas as of one moment. */
    public static DatabaseRows read(DataSource database, List<String> schemas, Predicate<String> names) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (var statement = connection.createStatement()) {
                statement.execute("SET LOCAL timezone = 'UTC'");
            }
            var rows = read(connection, schemas, names);
            connection.rollback();
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the rows of " + schemas, e);
        }
    }

    /** Tables made by hand. */
    public static DatabaseRows of(Map<String, Table> tables) {
        return new DatabaseRows(new TreeMap<>(tables));
    }

    public boolean has(String table) {
        return tables.containsKey(table);
    }

    /** The rows of a table; none if there is no such table. */
    public Set<Row> rows(String table) {
        return has(table) ? tables.get(table).rows() : Set.of();
    }

    /** Only these tables. */
    public DatabaseRows only(Set<String> names) {
        var kept = new TreeMap<>(tables);
        kept.keySet().retainAll(names);
        return new DatabaseRows(kept);
    }

    /** The same with every row of a table replaced. */
    public DatabaseRows with(String table, UnaryOperator<Row> change) {
        var changed = new TreeMap<>(tables);
        changed.computeIfPresent(
                table,
                (name, t) -> new Table(
                        t.key(), t.rows().stream().map(change).collect(Collectors.toCollection(LinkedHashSet::new))));
        return new DatabaseRows(changed);
    }

    /** Per table with differences one line for each row that differs, saying how. */
    public SortedMap<String, List<String>> differencesFrom(DatabaseRows expected) {
        var differences = new TreeMap<String, List<String>>();
        var names = new TreeSet<>(tables.keySet());
        names.addAll(expected.tables.keySet());
        for (var name : names) {
            var lines = has(name) && expected.has(name)
                    ? new TableDifferences(expected.tables.get(name), tables.get(name)).lines()
                    : List.of(has(name) ? "should not be there" : "should be there");
            if (!lines.isEmpty()) {
                differences.put(name, lines);
            }
        }
        return differences;
    }

    private static DatabaseRows read(Connection connection, List<String> schemas, Predicate<String> names)
            throws SQLException {
        var tables = new TreeMap<String, Table>();
        try (var statement = connection.prepareStatement(TABLES)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    var schema = found.getString("nspname");
                    var name = found.getString("relname");
                    var shown = schema.equals("public") ? name : schema + "." + name;
                    if (names.test(shown)) {
                        var sql = quoted(schema) + "." + quoted(name);
                        tables.put(
                                shown,
                                new Table(strings(found, "key"), rows(connection, sql, strings(found, "columns"))));
                    }
                }
            }
        }
        return new DatabaseRows(tables);
    }

    private static Set<Row> rows(Connection connection, String table, List<String> columns) throws SQLException {
        var rows = new LinkedHashSet<Row>();
        var list = columns.stream().map(c -> quoted(c) + "::text").collect(Collectors.joining(", "));
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT %s FROM %s".formatted(list, table))) {
            while (found.next()) {
                var values = new TreeMap<String, String>();
                for (var i = 0; i < columns.size(); i++) {
                    var value = found.getString(i + 1);
                    if (value != null) {
                        values.put(columns.get(i), value);
                    }
                }
                if (!rows.add(new Row(values))) {
                    throw new IllegalStateException("Two rows of %s are the same: %s".formatted(table, values));
                }
            }
        }
        return rows;
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
