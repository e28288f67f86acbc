package org.userdatatransfer.worker.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/**
 * The catalogue as YAML has it: maps all the way, so that a deployer's file can add to or override single fields.
 *
 * @param strict whether a column that references a user and belongs to no data type stops the worker
 */
@ConfigurationProperties(prefix = CatalogueProperties.PREFIX, ignoreUnknownFields = false)
public record CatalogueProperties(
        @DefaultValue("false") boolean strict,
        @DefaultValue Map<String, Users> products,
        @DefaultValue Map<String, Type> types) {

    static final String PREFIX = "user-data-transfer.catalogue";

    /**
     * @param table where the product keeps its users; the next four name its columns
     * @param keeps per table that belongs to no data type the columns that name a user and deliberately stay
     */
    public record Users(
            @Nullable String table,
            @Nullable String id,
            @DefaultValue("suite_user_id") String suiteId,
            @DefaultValue("tenant_id") String tenant,
            @DefaultValue("active") String active,
            @DefaultValue Map<String, List<String>> keeps) {}

    /** One data type; {@code enabled: false} takes one of the shipped ones away. */
    public record Type(
            @Nullable String product,
            @Nullable Strategy strategy,
            @DefaultValue("true") boolean enabled,
            @DefaultValue List<String> after,
            @DefaultValue List<String> together,
            @DefaultValue("false") boolean optional,
            @DefaultValue("false") boolean live,
            @DefaultValue Map<String, Table> tables) {

        /** The keys of the tables that are not taken away, in the order of {@link DataType#tables()}. */
        List<String> entries() {
            return tables.keySet().stream().filter(key -> tables.get(key).enabled).toList();
        }
    }

    /**
     * One table, under a key of its own; {@code name} is the table's name where it differs from that key, and
     * {@code enabled: false} takes one of the shipped ones away.
     */
    public record Table(
            @DefaultValue("true") boolean enabled,
            @Nullable String name,
            @Nullable List<String> key,
            @Nullable List<String> users,
            @DefaultValue List<String> keeps,
            @DefaultValue Map<String, String> fill,
            @DefaultValue Map<String, Rule> rules,
            @DefaultValue List<String> children,
            @DefaultValue Map<String, Flag> flags) {}

    /**
     * One conflict rule for the unique key of just these columns: exactly one of keep, rename, close;
     * {@code enabled: false} takes one of the shipped ones away.
     */
    public record Rule(
            @DefaultValue("true") boolean enabled,
            @Nullable List<String> unique,
            @Nullable KeepRow keep,
            @Nullable String by,
            @DefaultValue List<String> ranking,
            @Nullable String newest,
            @DefaultValue Map<String, ConflictRule.Merge> merge,
            @DefaultValue Map<String, Children> reparent,
            @Nullable String rename,
            @Nullable String close) {}

    /** Which row stays. */
    public enum KeepRow {
        TARGET,
        SOURCE,
        NEWEST,
        MOST_ADVANCED
    }

    /** @param column the child's reference to its parent */
    public record Children(@Nullable String column, @Nullable String renumber) {}

    /**
     * One flag, which is raised where two columns come to name the same user, or for what became of the target's rows.
     */
    public record Flag(
            @DefaultValue List<String> sameUser,
            @DefaultValue("false") boolean replaced,
            @DefaultValue("false") boolean gained) {}

    /** In which a table's rules decide: not the files' order, which changes where a map is overridden. */
    private static final Comparator<ConflictRule> IN_DECIDING_ORDER =
            Comparator.comparingInt(CatalogueProperties::rank).thenComparing(ConflictRule::name);

    Map<Product, UsersTable> usersTables() {
        var tables = new LinkedHashMap<Product, UsersTable>();
        products.forEach((product, users) ->
                tables.put(new Product(product), at(productPath(product), () -> usersTable(users))));
        return tables;
    }

    List<DataType> dataTypes() {
        var found = new ArrayList<DataType>();
        types.forEach((name, type) -> {
            if (type.enabled) {
                found.add(at(typePath(name), () -> dataType(name, type)));
            }
        });
        return found;
    }

    /** What cannot be read at all, each with its place. */
    List<String> faults() {
        var faults = new ArrayList<String>();
        products.forEach((product, users) ->
                fault(productPath(product), () -> usersTable(users)).ifPresent(faults::add));
        types.forEach((name, type) -> {
            if (type.enabled) {
                fault(typePath(name), () -> dataType(name, type)).ifPresent(faults::add);
            }
        });
        return faults;
    }

    private static UsersTable usersTable(Users users) {
        users.keeps.forEach((table, columns) -> {
            SqlTable.parse(table);
            columns("keeps", columns);
        });
        return new UsersTable(
                SqlTable.parse(required("table", users.table)),
                new SqlIdentifier(required("id", users.id)),
                new SqlIdentifier(users.suiteId),
                new SqlIdentifier(users.tenant),
                new SqlIdentifier(users.active));
    }

    private static DataType dataType(String name, Type type) {
        if (type.entries().isEmpty()) {
            throw new IllegalArgumentException(
                    "it has no tables: name at least one under tables, or write enabled: false");
        }
        return new DataType(
                new DataTypeName(name),
                new Product(required("product", type.product)),
                required("strategy", type.strategy),
                type.entries().stream()
                        .map(entry -> at("tables." + entry, () -> userTable(entry, type.tables.get(entry))))
                        .toList(),
                type.after.stream().map(DataTypeName::new).collect(Collectors.toSet()),
                type.together.stream().map(DataTypeName::new).collect(Collectors.toSet()),
                type.optional,
                type.live);
    }

    private static UserTable userTable(String name, Table table) {
        var fill = new LinkedHashMap<SqlIdentifier, SqlIdentifier>();
        table.fill.forEach((column, from) -> fill.put(new SqlIdentifier(column), new SqlIdentifier(from)));
        return new UserTable(
                SqlTable.parse(table.name == null ? name : table.name),
                columns("key", table.key),
                columns("users", table.users),
                columns("keeps", table.keeps),
                fill,
                table.rules.entrySet().stream()
                        .filter(e -> e.getValue().enabled)
                        .map(e -> at("rules." + e.getKey(), () -> rule(e.getKey(), e.getValue())))
                        .sorted(IN_DECIDING_ORDER)
                        .toList(),
                table.children.stream().map(SqlTable::parse).toList(),
                table.flags.entrySet().stream().map(CatalogueProperties::flag).toList());
    }

    private static int rank(ConflictRule rule) {
        return switch (rule) {
            case ConflictRule.Collapse c -> 0;
            case ConflictRule.Rename r -> 1;
            case ConflictRule.Close c -> 2;
        };
    }

    private static ConflictRule rule(String name, Rule rule) {
        if (Stream.of(rule.keep, rule.rename, rule.close).filter(Objects::nonNull).count() != 1) {
            throw new IllegalArgumentException("it says not just one of keep, rename, close: write one of them");
        }
        if (rule.rename != null) {
            return new ConflictRule.Rename(name, columns("unique", rule.unique), new SqlIdentifier(rule.rename));
        }
        if (rule.close != null) {
            return new ConflictRule.Close(name, columns("unique", rule.unique), new SqlIdentifier(rule.close));
        }
        var merge = new LinkedHashMap<SqlIdentifier, ConflictRule.Merge>();
        rule.merge.forEach((column, how) -> merge.put(new SqlIdentifier(column), how));
        var reparent = rule.reparent.entrySet().stream()
                .map(e -> new ConflictRule.Reparent(
                        SqlTable.parse(e.getKey()),
                        new SqlIdentifier(required("reparent.column", e.getValue().column)),
                        Optional.ofNullable(e.getValue().renumber).map(SqlIdentifier::new)))
                .toList();
        return new ConflictRule.Collapse(name, columns("unique", rule.unique), keep(rule), merge, reparent);
    }

    private static ConflictRule.Keep keep(Rule rule) {
        return switch (required("keep", rule.keep)) {
            case TARGET -> new ConflictRule.Keep.Target();
            case SOURCE -> new ConflictRule.Keep.Source();
            case NEWEST -> new ConflictRule.Keep.Newest(new SqlIdentifier(required("by", rule.by)));
            case MOST_ADVANCED ->
                new ConflictRule.Keep.MostAdvanced(
                        new SqlIdentifier(required("by", rule.by)),
                        rule.ranking,
                        Optional.ofNullable(rule.newest).map(SqlIdentifier::new));
        };
    }

    private static FlagRule flag(Map.Entry<String, Flag> entry) {
        var flag = entry.getValue();
        if (flag.sameUser.size() == 2) {
            var columns = columns("same-user", flag.sameUser);
            return new FlagRule.SameUser(entry.getKey(), columns.getFirst(), columns.getLast());
        }
        if (flag.replaced == flag.gained || !flag.sameUser.isEmpty()) {
            throw new IllegalArgumentException(
                    "flag '%s' says not just one of same-user (two columns), replaced, gained"
                            .formatted(entry.getKey()));
        }
        return flag.replaced ? new FlagRule.Replaced(entry.getKey()) : new FlagRule.Gained(entry.getKey());
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("'%s' is missing".formatted(field));
        }
        return value;
    }

    private static List<SqlIdentifier> columns(String field, @Nullable List<String> names) {
        if (names == null) {
            throw new IllegalArgumentException("'%s' is missing: name the columns".formatted(field));
        }
        if (names.size() > Set.copyOf(names).size()) {
            throw new IllegalArgumentException("'%s' names a column twice: %s".formatted(field, names));
        }
        return names.stream().map(SqlIdentifier::new).toList();
    }

    private static <T> T at(String path, Supplier<T> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> fault(String path, Supplier<?> read) {
        try {
            at(path, read);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String productPath(String product) {
        return PREFIX + ".products." + product;
    }

    private static String typePath(String type) {
        return PREFIX + ".types." + type;
    }
}
