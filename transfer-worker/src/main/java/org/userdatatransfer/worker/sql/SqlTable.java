package org.userdatatransfer.worker.sql;

import java.util.Optional;
import java.util.regex.Pattern;

/** A table's name, with its schema where one is given; else the connection's search path decides. */
public record SqlTable(Optional<SqlIdentifier> schema, SqlIdentifier name) implements Comparable<SqlTable> {

    private static final Pattern NAME = Pattern.compile("(?:(?<schema>PART)\\.)?(?<name>PART)"
            .replace("PART", "\"(?:[^\"]|\"\")*\"|[^\".][^.]*"), Pattern.DOTALL);

    /**
     * Reads {@code table}, {@code schema.table} or, where a name itself contains a dot or begins with a quote,
     * {@code "sche.ma"."ta""ble"}.
     *
     * @throws IllegalArgumentException if that is no name
     */
    public static SqlTable parse(String text) {
        var parts = NAME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no table name: write table, schema.table, or \"sche.ma\".\"ta.ble\"".formatted(text));
        }
        return new SqlTable(
                Optional.ofNullable(parts.group("schema")).map(SqlTable::unquoted), unquoted(parts.group("name")));
    }

    private static SqlIdentifier unquoted(String part) {
        return new SqlIdentifier(
                part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part);
    }

    private static String written(SqlIdentifier part) {
        return part.name().indexOf('.') < 0 && !part.name().startsWith("\"") ? part.name() : part.sql();
    }

    public String sql() {
        return schema.map(s -> s.sql() + ".").orElse("") + name.sql();
    }

    public String literal() {
        return SqlText.literal(toString());
    }

    @Override
    public int compareTo(SqlTable other) {
        return toString().compareTo(other.toString());
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return schema.map(s -> written(s) + ".").orElse("") + written(name);
    }
}
