package org.userdatatransfer.worker.oracle;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Tally;

/**
 * What a transfer must leave behind.
 *
 * @param before the rows before it
 * @param after the rows after it; where a value cannot be known beforehand, {@link #TIME_OF_TRANSFER} or
 *     {@link #FROM_A_TRIGGER} stands in its place
 * @param tallies per data type; {@code changed} and {@code live} are 0
 */
public record ExpectedTransfer(DatabaseRows before, DatabaseRows after, Map<DataTypeName, Tally> tallies) {

    /** Stands for a time at which the transfer ran. */
    public static final String TIME_OF_TRANSFER = "<time of the transfer>";

    /** Stands for whatever a trigger of the database writes. */
    public static final String FROM_A_TRIGGER = "<from a trigger>";

    public ExpectedTransfer {
        tallies = Map.copyOf(tallies);
    }

    /** All 11 data types of Quality Management. */
    public static ExpectedTransfer ofQm(DatabaseRows before, UserPair pair) {
        return of(QmRules.ALL, before, pair, names(QmRules.ALL), Set.of());
    }

    /** Some data types of Quality Management. */
    public static ExpectedTransfer ofQm(DatabaseRows before, UserPair pair, Set<DataTypeName> types) {
        return of(QmRules.ALL, before, pair, types, Set.of());
    }

    /** All 25 data types of Workforce Management; an empty source leaves the target's rows as they are. */
    public static ExpectedTransfer ofWfm(DatabaseRows before, UserPair pair) {
        return of(WfmRules.ALL, before, pair, names(WfmRules.ALL), Set.of());
    }

    /** Some data types of Workforce Management; those in {@code wiped} are overwritten also from an empty source. */
    public static ExpectedTransfer ofWfm(
            DatabaseRows before, UserPair pair, Set<DataTypeName> types, Set<DataTypeName> wiped) {
        return of(WfmRules.ALL, before, pair, types, wiped);
    }

    /** All data types of the help desk. */
    public static ExpectedTransfer ofHelpDesk(DatabaseRows before, UserPair pair) {
        return of(HelpDeskRules.ALL, before, pair, names(HelpDeskRules.ALL), Set.of());
    }

    /** Some data types of the help desk; those in {@code wiped} are overwritten also from an empty source. */
    public static ExpectedTransfer ofHelpDesk(
            DatabaseRows before, UserPair pair, Set<DataTypeName> types, Set<DataTypeName> wiped) {
        return of(HelpDeskRules.ALL, before, pair, types, wiped);
    }

    static ExpectedTransfer of(
            List<TypeRule> rules,
            DatabaseRows before,
            UserPair pair,
            Set<DataTypeName> types,
            Set<DataTypeName> wiped) {
        var tables = new TreeMap<String, Set<Row>>();
        before.tables().forEach((name, table) -> tables.put(name, new LinkedHashSet<>(table.rows())));
        var tallies = new HashMap<DataTypeName, Tally>();
        for (var rule : rules) {
            var name = new DataTypeName(rule.name());
            if (types.contains(name)) {
                var keep = rule.overwrites()
                        && !wiped.contains(name)
                        && !anyOfSource(rules, rule.group(), before, pair);
                tallies.put(name, play(rule, tables, pair, keep));
            }
        }
        return new ExpectedTransfer(before, frozen(before, tables), tallies);
    }

    private static Tally play(TypeRule rule, Map<String, Set<Row>> tables, UserPair pair, boolean keep) {
        var step = new TransferStep(tables, pair, rule.users());
        var sourceBefore = step.pairsOf(pair.source());
        var targetBefore = step.pairsOf(pair.target());
        if (!keep) {
            rule.play().accept(step);
        }
        return new Tally(
                sourceBefore,
                targetBefore,
                step.pairsOf(pair.source()),
                step.pairsOf(pair.target()),
                step.archived(),
                0,
                step.moved(),
                step.collapsed(),
                0);
    }

    private static boolean anyOfSource(List<TypeRule> rules, Set<String> group, DatabaseRows before, UserPair pair) {
        return rules.stream()
                .filter(rule -> group.contains(rule.name()))
                .flatMap(rule -> rule.users().stream())
                .anyMatch(column ->
                        before.rows(column.table()).stream().anyMatch(row -> row.has(column.name(), pair.source())));
    }

    private static DatabaseRows frozen(DatabaseRows before, Map<String, Set<Row>> tables) {
        var frozen = new TreeMap<String, DatabaseRows.Table>();
        before.tables()
                .forEach((name, table) -> frozen.put(name, new DatabaseRows.Table(table.key(), tables.get(name))));
        return new DatabaseRows(frozen);
    }

    /** The actual rows with the stand-ins of {@link #after()} where a value is what they stand for. */
    public DatabaseRows comparable(DatabaseRows actual, Instant notBefore, Instant notAfter) {
        return new StandIns(after, notBefore, notAfter).in(actual);
    }

    /** The rows after an undo that nobody has interfered with: those before, but for what triggers have written. */
    public DatabaseRows undone() {
        var undone = before;
        for (var name : before.tables().keySet()) {
            var table = before.tables().get(name);
            var written = new HashMap<Row, Row>();
            after.rows(name).stream()
                    .filter(row -> row.values().containsValue(FROM_A_TRIGGER))
                    .forEach(row -> written.put(table.keyOf(row), row));
            if (!written.isEmpty()) {
                undone = undone.with(name, row -> withTriggers(row, written.get(table.keyOf(row))));
            }
        }
        return undone;
    }

    private static Row withTriggers(Row row, @Nullable Row written) {
        var changed = row;
        if (written != null) {
            for (var value : written.values().entrySet()) {
                if (value.getValue().equals(FROM_A_TRIGGER)) {
                    changed = changed.with(value.getKey(), FROM_A_TRIGGER);
                }
            }
        }
        return changed;
    }

    static Set<DataTypeName> names(List<TypeRule> rules) {
        return rules.stream().map(rule -> new DataTypeName(rule.name())).collect(Collectors.toSet());
    }
}
