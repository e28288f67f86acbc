package org.userdatatransfer.worker.catalogue.schema;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/** What a row of the answers to {@link SchemaSql} says. */
final class SchemaRows {

    private SchemaRows() {}

    /** A table without its columns and keys. */
    record Table(
            SqlTable name,
            boolean hidesRows,
            Set<Privilege> rewritten,
            Set<Privilege> privileges,
            List<SqlTable> inheritors,
            List<SqlTable> leaves,
            List<SqlTable> kin,
            Set<SqlIdentifier> partitionedBy) {}

    static Table table(ResultSet row) throws SQLException {
        return new Table(
                name(row.getString("nspname"), row.getString("relname")),
                row.getBoolean("hides_rows"),
                privileges(row, "rewritten"),
                privileges(row, "privileges"),
                names(row, "inheritors"),
                names(row, "leaves"),
                names(row, "kin"),
                Set.copyOf(identifiers(row, "partitioned_by")));
    }

    static Column column(ResultSet row) throws SQLException {
        var maxLength = row.getObject("max_length", Integer.class);
        return new Column(
                new SqlIdentifier(row.getString("attname")),
                row.getString("type"),
                row.getBoolean("attnotnull"),
                row.getBoolean("generated"),
                Optional.ofNullable(maxLength));
    }

    static UniqueKey uniqueKey(ResultSet row) throws SQLException {
        return new UniqueKey(
                row.getString("name"),
                identifiers(row, "columns"),
                strings(row, "operators"),
                Optional.ofNullable(row.getString("predicate")),
                identifiers(row, "mentioned"),
                row.getBoolean("indisprimary"),
                row.getBoolean("indisexclusion"),
                row.getBoolean("plain"),
                row.getBoolean("nulls_alike"),
                row.getBoolean("deferrable"));
    }

    static ForeignKey foreignKey(ResultSet row, SqlTable child, SqlTable parent) throws SQLException {
        return new ForeignKey(
                row.getString("conname"),
                child,
                identifiers(row, "columns"),
                parent,
                identifiers(row, "parent_columns"),
                switch (row.getString("confdeltype")) {
                    case "c" -> OnDelete.CASCADE;
                    case "n", "d" -> OnDelete.SET;
                    default -> OnDelete.BLOCK;
                },
                row.getBoolean("period"));
    }

    private static Set<Privilege> privileges(ResultSet row, String column) throws SQLException {
        return strings(row, column).stream().map(Privilege::valueOf).collect(Collectors.toSet());
    }

    /** Each text is the schema's name and the table's name, separated by a line break. */
    private static List<SqlTable> names(ResultSet row, String column) throws SQLException {
        return strings(row, column).stream()
                .map(text -> text.split("\n", 2))
                .map(lines -> name(lines[0], lines[1]))
                .toList();
    }

    private static SqlTable name(String schema, String name) {
        return new SqlTable(Optional.of(new SqlIdentifier(schema)), new SqlIdentifier(name));
    }

    static List<SqlIdentifier> identifiers(ResultSet row, String column) throws SQLException {
        return strings(row, column).stream().map(SqlIdentifier::new).toList();
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }
}
