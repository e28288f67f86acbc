package org.userdatatransfer.worker.sql;

import java.nio.charset.StandardCharsets;

/**
 * A name of a table, column or schema: checked once, and quoted wherever it enters SQL. The only way a configured name
 * gets into a statement.
 */
public record SqlIdentifier(String name) implements Comparable<SqlIdentifier> {

    /** PostgreSQL cuts longer names silently, so that two of them may mean one table. */
    private static final int MAX_BYTES = 63;

    public SqlIdentifier {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'%s' is no SQL name: it is empty or contains a zero".formatted(name));
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "'%s' is no SQL name: it has more than %d bytes".formatted(name, MAX_BYTES));
        }
    }

    /** The name in double quotes, its own doubled. */
    public String sql() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The name as a string literal, for use as data. */
    public String literal() {
        return SqlText.literal(name);
    }

    /** The column of a table alias. */
    public String of(String alias) {
        return alias + "." + sql();
    }

    @Override
    public int compareTo(SqlIdentifier other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
