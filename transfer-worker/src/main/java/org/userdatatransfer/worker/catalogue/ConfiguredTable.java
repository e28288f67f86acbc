package org.userdatatransfer.worker.catalogue;

import static org.userdatatransfer.worker.catalogue.ConfiguredFields.at;
import static org.userdatatransfer.worker.catalogue.ConfiguredFields.columns;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * What one table of the catalogue as YAML has it means.
 *
 * @param entry its key under {@code tables}
 */
record ConfiguredTable(String entry, CatalogueProperties.Table table) {

    /** In which a table's rules decide: not the files' order, which changes where a map is overridden. */
    private static final Comparator<ConflictRule> IN_DECIDING_ORDER =
            Comparator.comparingInt(ConfiguredTable::rank).thenComparing(ConflictRule::name);

    /** @throws IllegalArgumentException if it cannot be read, naming the place */
    UserTable userTable() {
        var fill = fill();
        return new UserTable(
                SqlTable.parse(table.name() == null ? entry : table.name()),
                columns("key", table.key()),
                columns("users", table.users()),
                columns("keeps", table.keeps()),
                fill,
                rules(),
                table.children().stream().map(SqlTable::parse).toList(),
                table.flags().entrySet().stream()
                        .map(e -> flag(e.getKey(), e.getValue()))
                        .toList());
    }

    private Map<SqlIdentifier, SqlIdentifier> fill() {
        var fill = new LinkedHashMap<SqlIdentifier, SqlIdentifier>();
        table.fill().forEach((column, from) -> fill.put(new SqlIdentifier(column), new SqlIdentifier(from)));
        return fill;
    }

    private List<ConflictRule> rules() {
        return table.rules().entrySet().stream()
                .filter(e -> e.getValue().enabled())
                .map(e -> at("rules." + e.getKey(), () -> new ConfiguredRule(e.getKey(), e.getValue()).conflictRule()))
                .sorted(IN_DECIDING_ORDER)
                .toList();
    }

    private static int rank(ConflictRule rule) {
        return switch (rule) {
            case ConflictRule.Collapse c -> 0;
            case ConflictRule.Rename r -> 1;
            case ConflictRule.Close c -> 2;
        };
    }

    private static FlagRule flag(String name, CatalogueProperties.Flag flag) {
        if (flag.sameUser().size() == 2) {
            var columns = columns("same-user", flag.sameUser());
            return new FlagRule.SameUser(name, columns.getFirst(), columns.getLast());
        }
        if (flag.replaced() == flag.gained() || !flag.sameUser().isEmpty()) {
            throw new IllegalArgumentException(
                    "flag '%s' says not just one of same-user (two columns), replaced, gained".formatted(name));
        }
        return flag.replaced() ? new FlagRule.Replaced(name) : new FlagRule.Gained(name);
    }
}
