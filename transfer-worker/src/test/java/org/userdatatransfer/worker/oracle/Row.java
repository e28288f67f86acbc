package org.userdatatransfer.worker.oracle;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row as PostgreSQL writes it: the text of each column, null columns left out. Comparing many of them is cheap. */
public final class Row {

    private final Map<String, String> values;
    private final List<String> flat;
    private final int hash;

    public Row(Map<String, String> values) {
        var sorted = new TreeMap<>(values);
        this.values = Collections.unmodifiableMap(sorted);
        this.flat = sorted.entrySet().stream()
                .flatMap(column -> Stream.of(column.getKey(), column.getValue()))
                .toList();
        this.hash = flat.hashCode();
    }

    /** Columns and values in turn; null values are left out. */
    public static Row of(@Nullable Object... columnsAndValues) {
        var values = new TreeMap<String, String>();
        for (var i = 0; i < columnsAndValues.length; i += 2) {
            var value = columnsAndValues[i + 1];
            if (value != null) {
                values.put(String.valueOf(columnsAndValues[i]), value.toString());
            }
        }
        return new Row(values);
    }

    /** The text of each column that has a value. */
    public Map<String, String> values() {
        return values;
    }

    public Optional<String> get(String column) {
        return Optional.ofNullable(values.get(column));
    }

    /** The value of a column that is never null. */
    public String text(String column) {
        return get(column).orElseThrow(() -> new IllegalStateException("No value in %s of %s".formatted(column, this)));
    }

    public long number(String column) {
        return Long.parseLong(text(column));
    }

    public boolean has(String column, String value) {
        return value.equals(values.get(column));
    }

    /** Whether the other row has the same values in these columns, none of them null: what a unique key compares. */
    public boolean alike(Row other, Collection<String> columns) {
        return columns.stream().allMatch(c -> get(c).isPresent() && get(c).equals(other.get(c)));
    }

    /** As {@link #alike}, but null is like null. */
    public boolean alikeWithNulls(Row other, Collection<String> columns) {
        return columns.stream().allMatch(c -> get(c).equals(other.get(c)));
    }

    public Row with(String column, @Nullable Object value) {
        var changed = new TreeMap<>(values);
        if (value == null) {
            changed.remove(column);
        } else {
            changed.put(column, value.toString());
        }
        return new Row(changed);
    }

    Row only(Collection<String> columns) {
        return new Row(values.entrySet().stream()
                .filter(e -> columns.contains(e.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && hash == row.hash && flat.equals(row.flat);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
