package org.userdatatransfer.worker.catalogue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with {@code {names}} in the places of the pieces of SQL that it is put together from.
 *
 * @param pieces the SQL by the name of its place
 */
public record SqlTemplate(String text, Map<String, String> pieces) {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    public SqlTemplate {
        pieces = Map.copyOf(pieces);
    }

    /** @param text with names in braces, such as {@code SELECT {columns} FROM {table}} */
    public static SqlTemplate of(String text) {
        return new SqlTemplate(text, Map.of());
    }

    /** Puts a piece of SQL into all places of a name, as it is. */
    public SqlTemplate with(String name, String piece) {
        var more = new HashMap<>(pieces);
        more.put(name, piece);
        return new SqlTemplate(text, more);
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
