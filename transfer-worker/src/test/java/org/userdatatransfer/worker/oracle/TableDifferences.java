package org.userdatatransfer.worker.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says row by row what differs between the table that was expected and the one that is there. */
record TableDifferences(DatabaseRows.Table expected, DatabaseRows.Table actual) {

    List<String> lines() {
        if (expected.rows().equals(actual.rows())) {
            return List.of();
        }
        var missing = byKey(minus(expected.rows(), actual.rows()));
        var unexpected = byKey(minus(actual.rows(), expected.rows()));
        var lines = new ArrayList<String>();
        missing.forEach((key, row) -> lines.add(
                unexpected.containsKey(key)
                        ? "%s: %s".formatted(key, changes(row, unexpected.get(key)))
                        : "missing: " + row));
        unexpected.forEach((key, row) -> {
            if (!missing.containsKey(key)) {
                lines.add("unexpected: " + row);
            }
        });
        return lines.stream().sorted().toList();
    }

    private Map<Row, Row> byKey(Set<Row> rows) {
        var byKey = new HashMap<Row, Row>();
        for (var row : rows) {
            if (byKey.put(expected.keyOf(row), row) != null) {
                throw new IllegalStateException("Two rows with the key " + expected.keyOf(row));
            }
        }
        return byKey;
    }

    private static Set<Row> minus(Set<Row> rows, Set<Row> others) {
        var left = new LinkedHashSet<>(rows);
        left.removeAll(others);
        return left;
    }

    private static String changes(Row expected, Row actual) {
        var columns = new TreeSet<>(expected.values().keySet());
        columns.addAll(actual.values().keySet());
        return columns.stream()
                .filter(c -> !expected.get(c).equals(actual.get(c)))
                .map(c -> "%s should be %s but is %s".formatted(c, shown(expected, c), shown(actual, c)))
                .collect(Collectors.joining(", "));
    }

    private static String shown(Row row, String column) {
        return row.get(column).map(v -> "'" + v + "'").orElse("null");
    }
}
