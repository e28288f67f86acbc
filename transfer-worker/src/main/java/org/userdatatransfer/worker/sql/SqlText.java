package org.userdatatransfer.worker.sql;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The few ways in which pieces of SQL are put together. */
public final class SqlText {

    private static final Pattern QUOTED_OR_QUESTION = Pattern.compile("'[^']*'|\"[^\"]*\"|\\?");

    private SqlText() {}

    /** A string as a literal, whatever is in it and whatever {@code standard_conforming_strings} says. */
    public static String literal(String value) {
        var doubled = value.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }

    /**
     * A condition as PostgreSQL writes it, for a statement with parameters: its operators {@code ?}, {@code ?|} are
     * none.
     */
    public static String withoutParameters(String condition) {
        return QUOTED_OR_QUESTION
                .matcher(condition)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().equals("?") ? "??" : found.group()));
    }

    public static <T> String join(Collection<T> parts, String separator, Function<T, String> sql) {
        return parts.stream().map(sql).collect(Collectors.joining(separator));
    }

    /** An array of column names. */
    public static String names(List<SqlIdentifier> columns) {
        return "ARRAY[%s]::text[]".formatted(join(columns, ", ", SqlIdentifier::literal));
    }

    /** All conditions, or TRUE if there are none. */
    public static <T> String all(Collection<T> conditions, Function<T, String> sql) {
        return conditions.isEmpty() ? "TRUE" : join(conditions, " AND ", sql);
    }
}
