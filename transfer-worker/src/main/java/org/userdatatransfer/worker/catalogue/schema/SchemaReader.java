package org.userdatatransfer.worker.catalogue.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.schema.SchemaRows.Table;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/** Reads what tables, keys and constraints a database has; a handful of queries whatever the number of tables. */
public final class SchemaReader {

    private final Map<Long, Table> tables = new HashMap<>();
    private final Map<Long, List<Column>> columns = new HashMap<>();
    private final Map<Long, List<UniqueKey>> uniques = new HashMap<>();
    private final Map<Long, List<List<SqlIdentifier>>> indexes = new HashMap<>();
    private final Map<Long, List<ForeignKey>> references = new HashMap<>();
    private final Map<Long, List<ForeignKey>> foreignKeys = new HashMap<>();
    private final Map<SqlIdentifier, SqlIdentifier> searchPath = new HashMap<>();

    private SchemaReader() {}

    public static ProductSchema read(JdbcClient jdbc) {
        var reader = new SchemaReader();
        reader.readAll(jdbc);
        var shapes = new HashMap<SqlTable, TableShape>();
        reader.tables.forEach((oid, table) -> shapes.put(table.name(), reader.shape(oid, table)));
        return new ProductSchema(shapes, reader.searchPath);
    }

    private void readAll(JdbcClient jdbc) {
        each(jdbc, SchemaSql.TABLES, row -> {
            var table = SchemaRows.table(row);
            tables.put(row.getLong("oid"), table);
            if (row.getBoolean("visible")) {
                searchPath.put(table.name().name(), table.name().schema().orElseThrow());
            }
        });
        each(jdbc, SchemaSql.COLUMNS, row -> add(columns, row.getLong("oid"), SchemaRows.column(row)));
        each(jdbc, SchemaSql.INDEXES, row -> {
            if (row.getBoolean("finds_rows")) {
                add(indexes, row.getLong("oid"), SchemaRows.identifiers(row, "columns"));
            }
            if (row.getBoolean("indisunique") || row.getBoolean("indisexclusion")) {
                add(uniques, row.getLong("oid"), SchemaRows.uniqueKey(row));
            }
        });
        each(jdbc, SchemaSql.FOREIGN_KEYS, row -> {
            var child = tables.get(row.getLong("child"));
            var parent = tables.get(row.getLong("parent"));
            if (child != null && parent != null) { // no temporary ones
                var key = SchemaRows.foreignKey(row, child.name(), parent.name());
                add(references, row.getLong("parent"), key);
                add(foreignKeys, row.getLong("child"), key);
            }
        });
    }

    private TableShape shape(long oid, Table table) {
        return new TableShape(
                table.name(),
                columns.getOrDefault(oid, List.of()),
                uniques.getOrDefault(oid, List.of()),
                references.getOrDefault(oid, List.of()),
                foreignKeys.getOrDefault(oid, List.of()),
                indexes.getOrDefault(oid, List.of()),
                table.hidesRows(),
                table.rewritten(),
                table.privileges(),
                table.inheritors(),
                table.leaves().isEmpty() ? List.of(table.name()) : table.leaves(),
                table.kin(),
                table.partitionedBy());
    }

    private static <T> void add(Map<Long, List<T>> into, long oid, T value) {
        into.computeIfAbsent(oid, k -> new ArrayList<>()).add(value);
    }

    private static void each(JdbcClient jdbc, String sql, RowCallbackHandler row) {
        jdbc.sql(sql).query(row);
    }
}
