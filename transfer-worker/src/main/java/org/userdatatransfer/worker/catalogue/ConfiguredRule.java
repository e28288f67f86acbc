package org.userdatatransfer.worker.catalogue;

import static org.userdatatransfer.worker.catalogue.ConfiguredFields.columns;
import static org.userdatatransfer.worker.catalogue.ConfiguredFields.required;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/** What one conflict rule of the catalogue as YAML has it means. */
record ConfiguredRule(String name, CatalogueProperties.Rule rule) {

    /** @throws IllegalArgumentException if it cannot be read */
    ConflictRule conflictRule() {
        if (Stream.of(rule.keep(), rule.rename(), rule.close())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw new IllegalArgumentException("it says not just one of keep, rename, close: write one of them");
        }
        if (rule.rename() != null) {
            return new ConflictRule.Rename(name, columns("unique", rule.unique()), new SqlIdentifier(rule.rename()));
        }
        if (rule.close() != null) {
            return new ConflictRule.Close(name, columns("unique", rule.unique()), new SqlIdentifier(rule.close()));
        }
        var merge = merge();
        var reparent = reparent();
        return new ConflictRule.Collapse(name, columns("unique", rule.unique()), keep(), merge, reparent);
    }

    private Map<SqlIdentifier, ConflictRule.Merge> merge() {
        var merge = new LinkedHashMap<SqlIdentifier, ConflictRule.Merge>();
        rule.merge().forEach((column, how) -> merge.put(new SqlIdentifier(column), how));
        return merge;
    }

    private List<ConflictRule.Reparent> reparent() {
        return rule.reparent().entrySet().stream()
                .map(e -> new ConflictRule.Reparent(
                        SqlTable.parse(e.getKey()),
                        new SqlIdentifier(required("reparent.column", e.getValue().column())),
                        Optional.ofNullable(e.getValue().renumber()).map(SqlIdentifier::new)))
                .toList();
    }

    private ConflictRule.Keep keep() {
        return switch (required("keep", rule.keep())) {
            case TARGET -> new ConflictRule.Keep.Target();
            case SOURCE -> new ConflictRule.Keep.Source();
            case NEWEST -> new ConflictRule.Keep.Newest(by());
            case MOST_ADVANCED ->
                new ConflictRule.Keep.MostAdvanced(
                        by(), rule.ranking(), Optional.ofNullable(rule.newest()).map(SqlIdentifier::new));
        };
    }

    private SqlIdentifier by() {
        return new SqlIdentifier(required("by", rule.by()));
    }
}
