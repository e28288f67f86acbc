package org.userdatatransfer.worker.oracle;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives the source's rows whose name the target has too another one: cut to the column's length, with a suffix that
 * names the source and, from the second try on, a number. A try is a pass over all rows in the order of their key, so
 * that a row whose first candidate is free gets it whatever the others need.
 */
record Renaming(String table, String key, String user, String name, int longest) {

    void apply(TransferStep step) {
        var taken = Stream.concat(step.ofSource(table, user).stream(), step.ofTarget(table, user).stream())
                .map(row -> row.text(name))
                .collect(Collectors.toCollection(HashSet::new));
        var clashing = step.clashes(table, user, name).stream()
                .map(TransferStep.Clash::source)
                .sorted(Comparator.comparing((Row row) -> row.text(key).length()).thenComparing(row -> row.text(key)))
                .toList();
        for (var attempt = 1; !clashing.isEmpty(); attempt++) {
            clashing = pass(step, clashing, attempt, taken);
        }
    }

    /** Renames the rows whose candidate is free, and returns the others. */
    private List<Row> pass(TransferStep step, List<Row> clashing, int attempt, Set<String> taken) {
        return clashing.stream()
                .filter(row -> {
                    var candidate = candidate(row.text(name), step.pair().sourceSuiteId(), attempt, longest);
                    var free = taken.add(candidate);
                    if (free) {
                        step.replace(table, row, row.with(name, candidate));
                    }
                    return !free;
                })
                .toList();
    }

    static String candidate(String name, String sourceSuiteId, int attempt, int longest) {
        var suffix = attempt == 1 ? " (%s)".formatted(sourceSuiteId) : " (%s %d)".formatted(sourceSuiteId, attempt);
        return left(name, longest - length(suffix)) + suffix;
    }

    private static String left(String text, int characters) {
        return length(text) <= characters ? text : text.substring(0, text.offsetByCodePoints(0, characters));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
