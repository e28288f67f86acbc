package org.userdatatransfer.worker.sql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement with {@code {names}} in the places of the pieces of SQL that it is put together from. */
public final class SqlTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private final String text;
    private final Map<String, String> pieces = new HashMap<>();

    private SqlTemplate(String text) {
        this.text = text;
    }

    /** @param text with names in braces, such as {@code SELECT {columns} FROM {table}} */
    public static SqlTemplate of(String text) {
        return new SqlTemplate(text);
    }

    /** Puts a piece of SQL into all places of a name, as it is. */
    public SqlTemplate with(String name, String piece) {
        pieces.put(name, piece);
        return this;
    }

    /**
     * The whole statement.
     *
     * @throws IllegalArgumentException if a place has no piece, or a piece no place
     */
    public String sql() {
        var unused = new HashSet<>(pieces.keySet());
        var sql = PLACE.matcher(text).replaceAll(place -> {
            var name = place.group(1);
            if (!pieces.containsKey(name)) {
                throw new IllegalArgumentException("Nothing for {%s} in %s".formatted(name, text));
            }
            unused.remove(name);
            return Matcher.quoteReplacement(pieces.get(name));
        });
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("No place for %s in %s".formatted(unused, text));
        }
        return sql;
    }
}
