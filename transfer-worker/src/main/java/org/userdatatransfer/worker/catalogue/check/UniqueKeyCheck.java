package org.userdatatransfer.worker.catalogue.check;

import static org.userdatatransfer.worker.catalogue.check.CheckedTable.list;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.userdatatransfer.worker.catalogue.schema.UniqueKey;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether every unique key and exclusion constraint in which rows of two users can clash has a rule that decides. */
record UniqueKeyCheck(CheckedTable table, Findings findings) {

    /** Where the target's rows leave before the source's come, nothing clashes. */
    void run() {
        if (!table.overwritten()) {
            table.uniques().stream()
                    .filter(u -> involves(u) && !impliedByAnother(u))
                    .forEach(this::check);
        }
    }

    private boolean involves(UniqueKey unique) {
        return !table.usersAmong(unique.columns()).isEmpty()
                || !table.usersAmong(unique.mentioned()).isEmpty();
    }

    private void check(UniqueKey unique) {
        var users = table.usersAmong(unique.columns());
        var mentioned = table.usersAmong(unique.mentioned());
        if (!unique.plain()) {
            findings.error(
                    table.place(),
                    "%s contains the user column %s and an expression, which no rule can compare"
                            .formatted(named(unique), list(table.usersAmong(all(unique)))),
                    "Add a generated column for the expression, make the key of columns only, "
                            + "and give it a rule under %s.rules".formatted(table.path()));
        } else if (!mentioned.isEmpty() && unique.predicate().isEmpty()) {
            findings.error(
                    table.place(),
                    "%s contains a column that is generated from the user column %s, which no rule can compare"
                            .formatted(named(unique), list(mentioned)),
                    "Put the user column itself into the key, and give it a rule under %s.rules"
                            .formatted(table.path()));
        } else if (!mentioned.isEmpty() && !onlyAsksForAUser(unique)) {
            findings.error(
                    table.place(),
                    "%s has a predicate about the user column %s, so that a move changes which rows are in it: %s"
                            .formatted(
                                    named(unique),
                                    list(mentioned),
                                    unique.predicate().orElse("")),
                    "Leave the user column out of the predicate");
        } else if (users.size() > 1) {
            findings.error(
                    table.place(),
                    "%s contains the user columns %s, and one rule cannot decide for both"
                            .formatted(named(unique), list(users)),
                    "Let all but one of them stay, with %s.keeps, or leave them out of the key"
                            .formatted(table.path()));
        } else if (unique.exclusion() && users.stream().anyMatch(u -> unique.operator(u).contains("<>"))) {
            findings.error(
                    table.place(),
                    "%s lets rows of two users exclude each other, so that they cannot move one by one"
                            .formatted(named(unique)),
                    "Drop it");
        } else if (!table.shape().uniques().contains(unique)) {
            findings.error(
                    table.place(),
                    "%s contains the user column %s but is on one of its partitions only"
                            .formatted(named(unique), list(users)),
                    "Declare it on the whole table and give it a rule under %s.rules, or drop it"
                            .formatted(table.path()));
        } else {
            rule(unique, users);
        }
    }

    private void rule(UniqueKey unique, List<SqlIdentifier> users) {
        var decided = table.table().rules().stream()
                .filter(rule -> unique.hasJust(rule.on()))
                .findFirst();
        if (decided.isEmpty()) {
            findings.error(
                    table.place(),
                    "%s contains the user column %s and has no rule: source and target may both have such a row"
                            .formatted(named(unique), list(users)),
                    "Write %s.rules.same-%s: {unique: [%s], keep: target}, or another rule"
                            .formatted(table.path(), table.entry(), list(unique.columns())));
        } else if (!table.shape().unique(unique.columns()).equals(Optional.of(unique))) {
            findings.error(
                    table.place(),
                    "rule '%s' cannot say which of two keys of the same columns it is for: %s and %s"
                            .formatted(
                                    decided.get().name(),
                                    table.shape()
                                            .unique(unique.columns())
                                            .orElseThrow()
                                            .name(),
                                    unique.name()),
                    "Make them one key, or drop one of them");
        }
    }

    /** Whether rows that clash in this key clash in another one, too: its rule has decided, or there are none. */
    private boolean impliedByAnother(UniqueKey unique) {
        return !unique.exclusion()
                && table.shape().uniques().stream()
                        .filter(other -> !other.equals(unique) && other.covers())
                        .filter(other -> unique.columns().containsAll(other.columns()))
                        .filter(other -> other.columns().stream()
                                .allMatch(c -> other.operator(c).equals(unique.operator(c))))
                        .filter(other -> !unique.nullsAlike() || other.nullsAlike() || table.shape().neverNull(other))
                        .anyMatch(other -> isStricter(other, unique));
    }

    private boolean isStricter(UniqueKey other, UniqueKey unique) {
        var uniques = table.shape().uniques();
        return other.columns().size() < unique.columns().size()
                || !unique.covers()
                || uniques.indexOf(other) < uniques.indexOf(unique);
    }

    private boolean onlyAsksForAUser(UniqueKey unique) {
        var predicate = unique.predicate().orElse("");
        return unique.mentioned().stream()
                .anyMatch(c -> predicate.equals("(%s IS NOT NULL)".formatted(c.name()))
                        || predicate.equals("(%s IS NOT NULL)".formatted(c.sql())));
    }

    private static List<SqlIdentifier> all(UniqueKey unique) {
        Set<SqlIdentifier> all = new TreeSet<>(unique.columns());
        all.addAll(unique.mentioned());
        return List.copyOf(all);
    }

    static String named(UniqueKey unique) {
        var kind = unique.exclusion()
                ? "exclusion constraint"
                : unique.primary()
                        ? "primary key"
                        : unique.predicate().isPresent() ? "partial unique key" : "unique key";
        return unique.plain()
                ? "%s %s (%s)".formatted(kind, unique.name(), list(unique.columns()))
                : "%s %s".formatted(kind, unique.name());
    }
}
