package org.userdatatransfer.worker.oracle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Tally;

/** A few rows written down in a test, and what the rules make of them. The source is s, the target t. */
final class HandMadeRows {

    private final Map<String, DatabaseRows.Table> tables = new TreeMap<>();

    HandMadeRows table(String name, String key, Row... rows) {
        tables.put(name, new DatabaseRows.Table(List.of(key.split(",")), new LinkedHashSet<>(List.of(rows))));
        return this;
    }

    Result transferred(List<TypeRule> rules, String type) {
        return transferred(rules, Set.of(type), Set.of());
    }

    Result transferred(List<TypeRule> rules, Set<String> types, Set<String> wiped) {
        return new Result(ExpectedTransfer.of(
                rules, DatabaseRows.of(tables), new UserPair("s", "t", "sue"), names(types), names(wiped)));
    }

    private static Set<DataTypeName> names(Set<String> types) {
        return Set.copyOf(types.stream().map(DataTypeName::new).toList());
    }

    /** Rows in short: the values of some columns, in the order of those columns. */
    static Set<List<@Nullable String>> shown(Set<Row> rows, String... columns) {
        var shown = new LinkedHashSet<List<@Nullable String>>();
        for (var row : rows) {
            var values = new ArrayList<@Nullable String>();
            List.of(columns).forEach(column -> values.add(row.get(column).orElse(null)));
            shown.add(values);
        }
        return shown;
    }

    /** What came of them. */
    record Result(ExpectedTransfer expected) {

        Set<List<@Nullable String>> rows(String table, String... columns) {
            return shown(expected.after().rows(table), columns);
        }

        Tally tally(String type) {
            return expected.tallies().get(new DataTypeName(type));
        }
    }
}
