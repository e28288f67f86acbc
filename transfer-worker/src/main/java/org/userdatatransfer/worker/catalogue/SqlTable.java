package org.userdatatransfer.worker.catalogue;

import java.util.Optional;

/** A table's name, with its schema where one is given; else the connection's search path decides. */
public record SqlTable(Optional<SqlIdentifier> schema, SqlIdentifier name) implements Comparable<SqlTable> {

    /**
     * Reads {@code table}, {@code schema.table} or, where a name itself contains a dot, {@code "sche.ma"."ta.ble"}.
     *
     * @throws IllegalArgumentException if that is no name
     */
    public static SqlTable parse(String text) {
        var end = text.startsWith("\"") ? text.indexOf('"', 1) + 1 : text.indexOf('.');
        if (end <= 0 || end >= text.length()) {
            return new SqlTable(Optional.empty(), new SqlIdentifier(unquoted(text)));
        }
        if (text.charAt(end) != '.') {
            throw new IllegalArgumentException("'%s' is no table name: write schema.table".formatted(text));
        }
        return new SqlTable(
                Optional.of(new SqlIdentifier(unquoted(text.substring(0, end)))),
                new SqlIdentifier(unquoted(text.substring(end + 1))));
    }

    private static String unquoted(String part) {
        var quoted = part.length() > 1 && part.startsWith("\"") && part.endsWith("\"");
        return quoted ? part.substring(1, part.length() - 1) : part;
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

    @Override
    public String toString() {
        return schema.map(s -> s + ".").orElse("") + name;
    }
}
