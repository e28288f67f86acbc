package org.userdatatransfer.worker.catalogue.check;

import java.util.Locale;
import java.util.Map;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Keep;
import org.userdatatransfer.worker.catalogue.ConflictRule.Merge;
import org.userdatatransfer.worker.catalogue.schema.UniqueKey;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether a rule that lets one of two rows go can tell which, and let the other take in what it says. */
record CollapseCheck(CheckedRule rule, Collapse collapse, UniqueKey unique) {

    void run() {
        if (unique.exclusion() && !keepsOneSide()) {
            rule.error(
                    "is for exclusion constraint %s, by which one row can clash with several".formatted(unique.name()),
                    "Write keep: target or keep: source in %s, without merge or reparent".formatted(rule.path()));
        }
        switch (collapse.keep()) {
            case Keep.Target() -> {}
            case Keep.Source() -> {}
            case Keep.Newest(var column) -> ordered(column, "by");
            case Keep.MostAdvanced(var column, var ranking, var newest) -> {
                if (ranking.isEmpty()) {
                    rule.error(
                            "ranks %s without a ranking".formatted(column),
                            "Write %s.ranking, the least first".formatted(rule.path()));
                }
                newest.ifPresent(n -> ordered(n, "newest"));
            }
        }
        collapse.merge().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> merge(e.getKey(), e.getValue()));
    }

    private void ordered(SqlIdentifier name, String field) {
        var column = rule.column(name);
        if (!SqlTypeFamily.of(column.type()).mayBeOrdered()) {
            rule.error(
                    "keeps the newest by column %s, which is of type %s and has no order"
                            .formatted(name, column.type()),
                    "Name another column in %s.%s".formatted(rule.path(), field));
        }
    }

    private boolean keepsOneSide() {
        return collapse.merge().isEmpty()
                && collapse.reparent().isEmpty()
                && (collapse.keep() instanceof Keep.Target || collapse.keep() instanceof Keep.Source);
    }

    private void merge(SqlIdentifier name, Merge how) {
        rule.referred(name);
        var column = rule.column(name);
        if (column.generated()
                || rule.table().isUser(name)
                || rule.table().table().key().contains(name)
                || rule.on().contains(name)) {
            rule.error(
                    "merges column %s, which is generated, moves, or is part of the key".formatted(name),
                    "Take it out of %s.merge".formatted(rule.path()));
        }
        if (!rule.on().contains(name) && !rule.table().table().key().contains(name) && rule.isInAKeyOfUsers(name)) {
            rule.error(
                    "merges column %s, which is in another unique key of users: there it may clash then"
                            .formatted(name),
                    "Take it out of %s.merge".formatted(rule.path()));
        }
        var family = SqlTypeFamily.of(column.type());
        if (how == Merge.SUM && !family.mayBeAdded()) {
            rule.error(
                    "adds up column %s, which is of type %s".formatted(name, column.type()),
                    "Write %s in %s.merge"
                            .formatted(family.mayBeOrdered() ? "max, min or coalesce" : "coalesce", rule.path()));
        }
        if ((how == Merge.MAX || how == Merge.MIN) && !family.mayBeOrdered()) {
            rule.error(
                    "merges column %s to the %s, but it is of type %s and has no order"
                            .formatted(name, how.name().toLowerCase(Locale.ROOT), column.type()),
                    "Write coalesce in %s.merge".formatted(rule.path()));
        }
    }
}
