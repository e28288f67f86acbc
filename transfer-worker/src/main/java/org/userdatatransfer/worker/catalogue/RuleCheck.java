package org.userdatatransfer.worker.catalogue;

import static org.userdatatransfer.worker.catalogue.CheckedTable.list;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Keep;
import org.userdatatransfer.worker.catalogue.ConflictRule.Merge;
import org.userdatatransfer.worker.catalogue.ConflictRule.Rename;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether a conflict rule is for a key that there is, and can do there what it says. */
record RuleCheck(CheckedTable table, ConflictRule rule, Findings findings) {

    void run() {
        if (table.overwritten()) {
            error(
                    "has nothing to decide, since the target's rows are removed before the source's are moved",
                    "Remove %s".formatted(path()));
            return;
        }
        if (table.usersAmong(rule.on()).isEmpty()) {
            error(
                    "is for (%s), in which no user column is: a move cannot cause a clash there"
                            .formatted(list(rule.on())),
                    "Remove %s, or correct its unique".formatted(path()));
            return;
        }
        table.table().rules().stream()
                .takeWhile(other -> !other.equals(rule))
                .filter(other -> other.on().size() == rule.on().size() && other.on().containsAll(rule.on()))
                .findFirst()
                .ifPresent(other -> error(
                        "is for the same key as rule '%s'".formatted(other.name()), "Remove one of the two"));
        table.shape().unique(rule.on()).ifPresentOrElse(this::decides, this::noSuchKey);
    }

    private void noSuchKey() {
        var uniques = table.shape().uniques().stream()
                .filter(u -> !table.usersAmong(u.columns()).isEmpty())
                .map(UniqueKeyCheck::named)
                .collect(Collectors.joining("; "));
        error(
                "is for (%s), but no unique key or exclusion constraint has just these columns"
                        .formatted(list(rule.on())),
                "Correct %s.unique; with a user column there %s"
                        .formatted(path(), uniques.isEmpty() ? "is none" : "are: " + uniques));
    }

    private void decides(UniqueKey unique) {
        switch (rule) {
            case Collapse collapse -> collapse(collapse, unique);
            case Rename rename -> rename(rename, unique);
            case Close close -> close(close, unique);
        }
    }

    private void collapse(Collapse collapse, UniqueKey unique) {
        if (unique.exclusion() && !keepsOneSide(collapse)) {
            error(
                    "is for exclusion constraint %s, by which one row can clash with several".formatted(unique.name()),
                    "Write keep: target or keep: source in %s, without merge or reparent".formatted(path()));
        }
        switch (collapse.keep()) {
            case Keep.Target() -> {}
            case Keep.Source() -> {}
            case Keep.Newest(var column) -> ordered(column, "by");
            case Keep.MostAdvanced(var column, var ranking, var newest) -> {
                if (ranking.isEmpty()) {
                    error(
                            "ranks %s without a ranking".formatted(column),
                            "Write %s.ranking, the least first".formatted(path()));
                }
                newest.ifPresent(n -> ordered(n, "newest"));
            }
        }
        collapse.merge().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> merge(e.getKey(), e.getValue()));
    }

    private void ordered(SqlIdentifier name, String field) {
        var column = column(name);
        if (!SqlTypeFamily.of(column.type()).mayBeOrdered()) {
            error(
                    "keeps the newest by column %s, which is of type %s and has no order"
                            .formatted(name, column.type()),
                    "Name another column in %s.%s".formatted(path(), field));
        }
    }

    private static boolean keepsOneSide(Collapse collapse) {
        return collapse.merge().isEmpty()
                && collapse.reparent().isEmpty()
                && (collapse.keep() instanceof Keep.Target || collapse.keep() instanceof Keep.Source);
    }

    private void merge(SqlIdentifier name, Merge how) {
        referred(name);
        var column = column(name);
        if (column.generated()
                || table.isUser(name)
                || table.table().key().contains(name)
                || rule.on().contains(name)) {
            error(
                    "merges column %s, which is generated, moves, or is part of the key".formatted(name),
                    "Take it out of %s.merge".formatted(path()));
        }
        if (!rule.on().contains(name) && !table.table().key().contains(name) && isInAKeyOfUsers(name)) {
            error(
                    "merges column %s, which is in another unique key of users: there it may clash then"
                            .formatted(name),
                    "Take it out of %s.merge".formatted(path()));
        }
        var family = SqlTypeFamily.of(column.type());
        if (how == Merge.SUM && !family.mayBeAdded()) {
            error(
                    "adds up column %s, which is of type %s".formatted(name, column.type()),
                    "Write %s in %s.merge"
                            .formatted(family.mayBeOrdered() ? "max, min or coalesce" : "coalesce", path()));
        }
        if ((how == Merge.MAX || how == Merge.MIN) && !family.mayBeOrdered()) {
            error(
                    "merges column %s to the %s, but it is of type %s and has no order"
                            .formatted(name, how.name().toLowerCase(Locale.ROOT), column.type()),
                    "Write coalesce in %s.merge".formatted(path()));
        }
    }

    private void rename(Rename rename, UniqueKey unique) {
        referred(rename.column());
        var column = column(rename.column());
        if (!rename.on().contains(rename.column()) || table.isUser(rename.column()) || unique.exclusion()) {
            error(
                    "renames by column %s, which does not keep rows apart in %s"
                            .formatted(rename.column(), UniqueKeyCheck.named(unique)),
                    "Name one of the key's columns, no user column, in %s.rename".formatted(path()));
        } else if (SqlTypeFamily.of(column.type()) != SqlTypeFamily.TEXT) {
            error(
                    "renames by column %s, which is of type %s, not text".formatted(rename.column(), column.type()),
                    "Name a text column in %s.rename, or write keep: target".formatted(path()));
        } else if (column.generated()) {
            error(
                    "renames by column %s, which is generated".formatted(rename.column()),
                    "Write keep: target in %s".formatted(path()));
        }
    }

    /** The rows of others would be changed with it, and nobody would write down how. */
    private void referred(SqlIdentifier column) {
        table.shape().references().stream()
                .filter(key -> key.parentColumns().contains(column))
                .forEach(key -> error(
                        "changes column %s, to which foreign key %s of %s refers"
                                .formatted(column, key.name(), key.child()),
                        "Let the foreign key refer to a key without it, or write another rule in %s"
                                .formatted(path())));
    }

    private void close(Close close, UniqueKey unique) {
        referred(close.column());
        var column = column(close.column());
        if (unique.predicate().isEmpty() || !unique.mentioned().contains(close.column())) {
            error(
                    "closes rows by column %s, but %s has no predicate about it that they would leave"
                            .formatted(close.column(), UniqueKeyCheck.named(unique)),
                    "Close is for a partial unique key such as WHERE %s IS NULL: write keep: target in %s"
                            .formatted(close.column(), path()));
        } else if (keysOfUsers().anyMatch(u -> u.columns().contains(close.column()))) {
            error(
                    "closes rows by column %s, which is in a unique key: there they may clash then"
                            .formatted(close.column()),
                    "Write keep: target in %s".formatted(path()));
        } else if (!SqlTypeFamily.of(column.type()).mayBe(SqlTypeFamily.TIME)) {
            error(
                    "closes rows by column %s, which is of type %s, not a time"
                            .formatted(close.column(), column.type()),
                    "Name a timestamp in %s.close".formatted(path()));
        }
    }

    /** A value that enters such a key may clash there, after the rule for it has decided. */
    private boolean isInAKeyOfUsers(SqlIdentifier name) {
        return keysOfUsers().anyMatch(u -> u.isAbout(name));
    }

    private Stream<UniqueKey> keysOfUsers() {
        return table.uniques().stream().filter(u -> !table.usersAmong(u.columns()).isEmpty());
    }

    private Column column(SqlIdentifier name) {
        return table.shape().column(name).orElseThrow();
    }

    private void error(String problem, String remedy) {
        findings.error(table.place(), "rule '%s' %s".formatted(rule.name(), problem), remedy);
    }

    private String path() {
        return table.path() + ".rules." + rule.name();
    }
}
