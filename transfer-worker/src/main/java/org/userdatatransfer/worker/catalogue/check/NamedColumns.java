package org.userdatatransfer.worker.catalogue.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.userdatatransfer.worker.catalogue.ConflictRule;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Keep;
import org.userdatatransfer.worker.catalogue.ConflictRule.Rename;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether a table has every column that the catalogue names. */
record NamedColumns(CheckedTable table, Findings findings) {

    boolean areThere() {
        var before = findings.size();
        named().forEach((field, columns) -> columns.stream()
                .filter(column -> table.shape().column(column).isEmpty())
                .forEach(column -> findings.error(
                        table.place(),
                        "there is no column %s".formatted(column),
                        "Correct %s.%s".formatted(table.path(), field))));
        return findings.size() == before;
    }

    /** The columns, by the field that names them. */
    private Map<String, Set<SqlIdentifier>> named() {
        var named = new LinkedHashMap<String, Set<SqlIdentifier>>();
        add(named, "key", table.table().key());
        add(named, "users", table.table().users());
        add(named, "keeps", table.table().keeps());
        table.table().fill().forEach((column, from) -> add(named, "fill", List.of(column, from)));
        for (var rule : table.table().rules()) {
            add(named, "rules.%s.unique".formatted(rule.name()), rule.on());
            rule(named, rule);
        }
        for (var flag : table.table().flags()) {
            switch (flag) {
                case FlagRule.SameUser(var name, var first, var second) ->
                    add(named, "flags.%s.same-user".formatted(name), List.of(first, second));
                case FlagRule.Replaced r -> {}
                case FlagRule.Gained g -> {}
            }
        }
        return named;
    }

    private static void rule(Map<String, Set<SqlIdentifier>> named, ConflictRule rule) {
        var path = "rules.%s.".formatted(rule.name());
        switch (rule) {
            case Rename rename -> add(named, path + "rename", List.of(rename.column()));
            case Close close -> add(named, path + "close", List.of(close.column()));
            case Collapse collapse -> {
                collapse.merge().keySet().stream()
                        .sorted()
                        .forEach(column -> add(named, path + "merge", List.of(column)));
                switch (collapse.keep()) {
                    case Keep.Target t -> {}
                    case Keep.Source s -> {}
                    case Keep.Newest(var column) -> add(named, path + "by", List.of(column));
                    case Keep.MostAdvanced(var column, var ranking, var newest) -> {
                        add(named, path + "by", List.of(column));
                        newest.ifPresent(n -> add(named, path + "newest", List.of(n)));
                    }
                }
            }
        }
    }

    private static void add(Map<String, Set<SqlIdentifier>> named, String field, List<SqlIdentifier> columns) {
        named.computeIfAbsent(field, f -> new LinkedHashSet<>()).addAll(columns);
    }
}
