package org.userdatatransfer.worker.contract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.contract.Moments.Moment;
import org.userdatatransfer.worker.oracle.Row;
import org.userdatatransfer.worker.transfer.Unrestored;

/**
 * What an undo must have made of one table, whatever others have done to its rows since the transfer: what nobody
 * touched is as before, what somebody wrote is still there, and what is not put back is listed, with the reason.
 */
final class UndoModel {

    /** Columns that one rule sets at once, so that they are only set back at once. */
    private static final List<Set<String>> TOGETHER = List.of(Set.of("evaluation_id", "seq"));

    private static final Set<String> ADDED = Set.of("achieved");
    private static final Map<String, List<String>> USERS = Map.of(
            "evaluation", List.of("evaluator_id", "approver_id"),
            "evaluation_comment", List.of("author_id"),
            "contact_goal", List.of("owner_id"),
            "contact_goal_person", List.of("person_id"),
            "contact_goal_progress", List.of("person_id"),
            "login_state", List.of("person_id"),
            "agent_schedule_activity", List.of());

    private final String table;
    private final List<String> users;
    private final List<String> key;
    private final Moments moments;
    private final Trial trial;
    private final Set<Listed> listed = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    /** A row that must be listed under a key, for one of these reasons. */
    record Listed(String table, String key, Set<String> reasons) {

        boolean is(Unrestored unrestored) {
            return unrestored.table().equals("public." + table)
                    && unrestored.key().equals(key)
                    && reasons.contains(unrestored.reason());
        }
    }

    UndoModel(String table, Moments moments, Trial trial) {
        this.table = table;
        this.users = USERS.getOrDefault(table, List.of("agent_id"));
        this.key = moments.key(table);
        this.moments = moments;
        this.trial = trial;
        check();
    }

    /** What is not as it must be, in words. */
    List<String> problems() {
        return problems;
    }

    Set<Listed> listed() {
        return listed;
    }

    private void check() {
        var before = rows(Moment.BEFORE);
        var after = rows(Moment.AFTER);
        var edited = rows(Moment.EDITED);
        var undone = rows(Moment.UNDONE);
        var names = new TreeSet<>(before.keySet());
        List.of(after, edited, undone).forEach(rows -> names.addAll(rows.keySet()));
        for (var name : names) {
            check(new Life(before.get(name), after.get(name), edited.get(name), undone.get(name)));
        }
    }

    private Map<String, Row> rows(Moment moment) {
        return moments.rows(table, moment, users.isEmpty() ? "" : users.getFirst());
    }

    private record Life(
            @Nullable Row before, @Nullable Row after, @Nullable Row edited, @Nullable Row undone) {}

    private void check(Life life) {
        if (life.after() != null && life.before() != null) {
            if (life.edited() == null) {
                deleted(life, life.before(), life.after());
            } else if (life.undone() == null) {
                wrong("is lost", life);
            } else {
                rewritten(life, life.before(), life.after(), life.edited(), life.undone());
            }
        } else if (life.before() != null) {
            removed(life, life.before());
        } else if (life.edited() != null ? !life.edited().equals(life.undone()) : life.undone() != null) {
            wrong("is somebody's new row, but not as it was written", life);
        }
    }

    private void deleted(Life life, Row before, Row after) {
        if (life.undone() != null) {
            wrong("was deleted by somebody and is back", life);
        }
        for (var user : movedBetween(before, after)) {
            list(stableKey(after), key.contains(user) ? Set.of("DELETED", "MOVED_ON") : Set.of("DELETED"));
        }
        setBetween(before, after).forEach(set -> list(key(after), Set.of("DELETED")));
    }

    private void removed(Life life, Row before) {
        if (life.edited() != null) {
            list(key(before), Set.of("CLASHES"));
            if (!life.edited().equals(life.undone())) {
                wrong("is somebody's new row, but not as it was written", life);
            }
        } else if (life.undone() == null) {
            list(key(before), Set.of("CLASHES"));
            if (trial.canInsert(table, before)) {
                wrong("is not back, although nothing is in its way", life);
            }
        } else if (!life.undone().equals(before)) {
            wrong("is back, but not as it was", life);
        }
    }

    private void rewritten(Life life, Row before, Row after, Row edited, Row undone) {
        var expected = edited;
        for (var user : movedBetween(before, after)) {
            if (edited.get(user).equals(after.get(user))) {
                expected = restored(life, expected, before, undone, Set.of(user), stableKey(edited));
            } else if (key.contains(user) || !edited.get(user).equals(before.get(user))) {
                expected = leftAlone(expected, stableKey(edited), "MOVED_ON");
            }
        }
        for (var set : setBetween(before, after)) {
            if (ADDED.containsAll(set)) {
                var column = set.iterator().next();
                expected = expected.with(column, edited.number(column) - after.number(column) + before.number(column));
            } else {
                expected = edited.alikeWithNulls(after, set)
                        ? restored(life, expected, before, undone, set, key(edited))
                        : leftAlone(expected, key(edited), "CHANGED");
            }
        }
        if (!undone.equals(expected)) {
            wrong("should be " + expected, life);
        }
    }

    private Row leftAlone(Row expected, String listedKey, String reason) {
        list(listedKey, Set.of(reason));
        return expected;
    }

    /** The row with what was there before, unless something is in the way of that. */
    private Row restored(Life life, Row expected, Row before, Row undone, Set<String> columns, String listedKey) {
        if (undone.alikeWithNulls(before, columns)) {
            return with(expected, before, columns);
        }
        list(listedKey, Set.of("CLASHES"));
        if (trial.canUpdate(table, key, undone, with(undone, before, columns))) {
            wrong("has not got back its %s, although nothing is in the way".formatted(columns), life);
        }
        return expected;
    }

    private static Row with(Row row, Row values, Set<String> columns) {
        var changed = row;
        for (var column : columns) {
            changed = changed.with(column, values.get(column).orElse(null));
        }
        return changed;
    }

    private List<String> movedBetween(Row before, Row after) {
        return users.stream()
                .filter(user -> !before.get(user).equals(after.get(user)))
                .toList();
    }

    private List<Set<String>> setBetween(Row before, Row after) {
        var columns = new TreeSet<>(before.values().keySet());
        columns.addAll(after.values().keySet());
        columns.removeAll(users);
        columns.removeIf(column -> before.get(column).equals(after.get(column)));
        return columns.stream()
                .map(column -> TOGETHER.stream()
                        .filter(set -> set.contains(column))
                        .findFirst()
                        .orElse(Set.of(column)))
                .distinct()
                .toList();
    }

    private void list(String listedKey, Set<String> reasons) {
        listed.add(new Listed(table, listedKey, reasons));
    }

    private String key(Row row) {
        return json(row, key);
    }

    private String stableKey(Row row) {
        return json(row, key.stream().filter(column -> !users.contains(column)).toList());
    }

    private static String json(Row row, List<String> columns) {
        return columns.stream()
                .map(row::text)
                .map(value -> value.matches("\\d+") ? value : '"' + value + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private void wrong(String what, Life life) {
        problems.add("A row of %s %s:%n  before %s%n  after  %s%n  edited %s%n  undone %s"
                .formatted(table, what, life.before(), life.after(), life.edited(), life.undone()));
    }
}
