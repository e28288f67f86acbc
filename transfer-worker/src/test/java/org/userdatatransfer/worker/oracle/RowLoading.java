package org.userdatatransfer.worker.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Puts rows into a database in the place of those that are there; every constraint holds afterwards. */
public final class RowLoading {

    private static final String COLUMNS =
            """
            SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name,
                   format('%I.%I', n.nspname, c.relname) AS sql,
                   array_agg(a.attname::text ORDER BY a.attnum) AS columns,
                   array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) AS types
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\\_%'
            GROUP BY 1, 2
            """;

    private static final String FOREIGN_KEYS =
            """
            SELECT k.conname, format(
                'SELECT count(*) FROM %s c WHERE NOT (%s) AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s)',
                k.conrelid::regclass,
                (SELECT string_agg(format('c.%I IS NULL', a.attname), ' OR ')
                 FROM unnest(k.conkey) n JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n),
                k.confrelid::regclass,
                (SELECT string_agg(format('p.%I = c.%I', pa.attname, ca.attname), ' AND ')
                 FROM unnest(k.conkey, k.confkey) n (child, parent)
                 JOIN pg_attribute ca ON ca.attrelid = k.conrelid AND ca.attnum = n.child
                 JOIN pg_attribute pa ON pa.attrelid = k.confrelid AND pa.attnum = n.parent)) AS orphans
            FROM pg_constraint k WHERE k.contype = 'f' AND k.conparentid = 0
            """;

    private record LiveTable(String sql, Map<String, String> types) {}

    private RowLoading() {}

    /**
     * Replaces all rows of the tables that are in {@code rows}; triggers do not fire.
     *
     * @throws IllegalStateException if a constraint does not hold
     */
    public static void load(DatabaseRows rows, DataSource database) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "SET LOCAL session_replication_role = replica");
            execute(connection, "SET LOCAL timezone = 'UTC'");
            var tables = tables(connection);
            for (var entry : rows.tables().entrySet()) {
                execute(connection, "DELETE FROM " + tables.get(entry.getKey()).sql());
            }
            for (var entry : rows.tables().entrySet()) {
                insert(connection, tables.get(entry.getKey()), entry.getValue());
            }
            checkForeignKeys(connection);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static Map<String, LiveTable> tables(Connection connection) throws SQLException {
        var tables = new TreeMap<String, LiveTable>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(COLUMNS)) {
            while (found.next()) {
                var columns = (String[]) found.getArray("columns").getArray();
                var types = (String[]) found.getArray("types").getArray();
                var byColumn = new TreeMap<String, String>();
                for (var i = 0; i < columns.length; i++) {
                    byColumn.put(columns[i], types[i]);
                }
                tables.put(found.getString("name"), new LiveTable(found.getString("sql"), byColumn));
            }
        }
        return tables;
    }

    private static void insert(Connection connection, LiveTable live, DatabaseRows.Table table) throws SQLException {
        var columns = List.copyOf(live.types().keySet());
        var sql = "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
                .formatted(
                        live.sql(),
                        columns.stream()
                                .map(c -> '"' + c.replace("\"", "\"\"") + '"')
                                .collect(Collectors.joining(", ")),
                        columns.stream()
                                .map(c -> "?::" + live.types().get(c))
                                .collect(Collectors.joining(", ")));
        try (var statement = connection.prepareStatement(sql)) {
            for (var row : table.rows()) {
                for (var i = 0; i < columns.size(); i++) {
                    statement.setString(i + 1, row.get(columns.get(i)).orElse(null));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void checkForeignKeys(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(FOREIGN_KEYS)) {
            while (found.next()) {
                try (var each = connection.createStatement();
                        var orphans = each.executeQuery(found.getString("orphans"))) {
                    orphans.next();
                    if (orphans.getLong(1) > 0) {
                        throw new SQLException("%d rows break the foreign key %s"
                                .formatted(orphans.getLong(1), found.getString("conname")));
                    }
                }
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
