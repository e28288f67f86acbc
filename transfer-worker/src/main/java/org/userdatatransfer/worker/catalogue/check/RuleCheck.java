package org.userdatatransfer.worker.catalogue.check;

import static org.userdatatransfer.worker.catalogue.check.CheckedTable.list;

import java.util.stream.Collectors;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Rename;
import org.userdatatransfer.worker.catalogue.schema.UniqueKey;

/** Whether a conflict rule is for a key that there is, and can do there what it says. */
record RuleCheck(CheckedRule rule) {

    void run() {
        if (table().overwritten()) {
            rule.error(
                    "has nothing to decide, since the target's rows are removed before the source's are moved",
                    "Remove %s".formatted(rule.path()));
            return;
        }
        if (table().usersAmong(rule.on()).isEmpty()) {
            rule.error(
                    "is for (%s), in which no user column is: a move cannot cause a clash there"
                            .formatted(list(rule.on())),
                    "Remove %s, or correct its unique".formatted(rule.path()));
            return;
        }
        table().table().rules().stream()
                .takeWhile(other -> !other.equals(rule.rule()))
                .filter(other -> other.on().size() == rule.on().size() && other.on().containsAll(rule.on()))
                .findFirst()
                .ifPresent(other -> rule.error(
                        "is for the same key as rule '%s'".formatted(other.name()), "Remove one of the two"));
        table().shape().unique(rule.on()).ifPresentOrElse(this::decides, this::noSuchKey);
    }

    private void noSuchKey() {
        var uniques = table().shape().uniques().stream()
                .filter(u -> !table().usersAmong(u.columns()).isEmpty())
                .map(UniqueKeyCheck::named)
                .collect(Collectors.joining("; "));
        rule.error(
                "is for (%s), but no unique key or exclusion constraint has just these columns"
                        .formatted(list(rule.on())),
                "Correct %s.unique; with a user column there %s"
                        .formatted(rule.path(), uniques.isEmpty() ? "is none" : "are: " + uniques));
    }

    private void decides(UniqueKey unique) {
        switch (rule.rule()) {
            case Collapse collapse -> new CollapseCheck(rule, collapse, unique).run();
            case Rename rename -> rename(rename, unique);
            case Close close -> close(close, unique);
        }
    }

    private void rename(Rename rename, UniqueKey unique) {
        rule.referred(rename.column());
        var column = rule.column(rename.column());
        if (!rename.on().contains(rename.column()) || table().isUser(rename.column()) || unique.exclusion()) {
            rule.error(
                    "renames by column %s, which does not keep rows apart in %s"
                            .formatted(rename.column(), UniqueKeyCheck.named(unique)),
                    "Name one of the key's columns, no user column, in %s.rename".formatted(rule.path()));
        } else if (SqlTypeFamily.of(column.type()) != SqlTypeFamily.TEXT) {
            rule.error(
                    "renames by column %s, which is of type %s, not text".formatted(rename.column(), column.type()),
                    "Name a text column in %s.rename, or write keep: target".formatted(rule.path()));
        } else if (column.generated()) {
            rule.error(
                    "renames by column %s, which is generated".formatted(rename.column()),
                    "Write keep: target in %s".formatted(rule.path()));
        }
    }

    private void close(Close close, UniqueKey unique) {
        rule.referred(close.column());
        var column = rule.column(close.column());
        if (unique.predicate().isEmpty() || !unique.mentioned().contains(close.column())) {
            rule.error(
                    "closes rows by column %s, but %s has no predicate about it that they would leave"
                            .formatted(close.column(), UniqueKeyCheck.named(unique)),
                    "Close is for a partial unique key such as WHERE %s IS NULL: write keep: target in %s"
                            .formatted(close.column(), rule.path()));
        } else if (rule.keysOfUsers().anyMatch(u -> u.columns().contains(close.column()))) {
            rule.error(
                    "closes rows by column %s, which is in a unique key: there they may clash then"
                            .formatted(close.column()),
                    "Write keep: target in %s".formatted(rule.path()));
        } else if (!SqlTypeFamily.of(column.type()).mayBe(SqlTypeFamily.TIME)) {
            rule.error(
                    "closes rows by column %s, which is of type %s, not a time"
                            .formatted(close.column(), column.type()),
                    "Name a timestamp in %s.close".formatted(rule.path()));
        }
    }

    private CheckedTable table() {
        return rule.table();
    }
}
