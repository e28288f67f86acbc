package org.userdatatransfer.worker.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/**
 * The catalogue as YAML has it: maps all the way, so that a deployer's file can add to or override single fields.
 *
 * @param strict whether a column that references a user and belongs to no data type stops the worker
 */
@ConfigurationProperties("user-data-transfer.catalogue")
public record CatalogueProperties(
        @DefaultValue("false") boolean strict,
        @DefaultValue Map<String, Users> products,
        @DefaultValue Map<String, Type> types) {

    /** @param table where the product keeps its users; the other four name its columns */
    public record Users(
            String table,
            String id,
            @DefaultValue("suite_user_id") String suiteId,
            @DefaultValue("tenant_id") String tenant,
            @DefaultValue("active") String active) {}

    /** One data type; {@code enabled: false} takes one of the shipped ones away. */
    public record Type(
            String title,
            String product,
            Strategy strategy,
            @DefaultValue("true") boolean enabled,
            @DefaultValue List<String> after,
            @DefaultValue List<String> together,
            @DefaultValue("false") boolean optional,
            @DefaultValue("false") boolean live,
            @DefaultValue Map<String, Table> tables) {}

    /** One table, under a key of its own; {@code name} is the table's name where it differs from that key. */
    public record Table(
            @Nullable String name,
            @Nullable List<String> key,
            @Nullable List<String> users,
            @DefaultValue List<String> keeps,
            @DefaultValue Map<String, String> fill,
            @DefaultValue Map<String, Rule> rules,
            @DefaultValue List<String> children,
            @DefaultValue Map<String, Flag> flags) {}

    /** One conflict rule for the unique key of just these columns: exactly one of keep, rename, close. */
    public record Rule(
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
    public record Children(String column, @Nullable String renumber) {}

    /** One flag: two columns that must not both name the target, or what became of the target's rows. */
    public record Flag(@DefaultValue List<String> sameUser, @DefaultValue("false") boolean replaced, @DefaultValue("false") boolean gained) {}

    Map<Product, UsersTable> usersTables() {
        var tables = new LinkedHashMap<Product, UsersTable>();
        products.forEach((product, u) -> at("products." + product, () -> tables.put(
                new Product(product),
                new UsersTable(
                        SqlTable.parse(u.table),
                        new SqlIdentifier(u.id),
                        new SqlIdentifier(u.suiteId),
                        new SqlIdentifier(u.tenant),
                        new SqlIdentifier(u.active)))));
        return tables;
    }

    List<DataType> dataTypes() {
        var found = new ArrayList<DataType>();
        types.forEach((name, type) -> {
            if (type.enabled) {
                at("types." + name, () -> found.add(dataType(name, type)));
            }
        });
        return found;
    }

    private static DataType dataType(String name, Type type) {
        if (type.tables.isEmpty()) {
            throw new IllegalArgumentException("it has no tables");
        }
        return new DataType(
                new DataTypeName(name),
                type.title,
                new Product(type.product),
                type.strategy,
                type.tables.entrySet().stream()
                        .map(e -> userTable(e.getKey(), e.getValue()))
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
                each(table.rules, CatalogueProperties::rule),
                table.children.stream().map(SqlTable::parse).toList(),
                each(table.flags, CatalogueProperties::flag));
    }

    private static ConflictRule rule(Map.Entry<String, Rule> entry) {
        var name = entry.getKey();
        var rule = entry.getValue();
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
                        new SqlIdentifier(e.getValue().column),
                        Optional.ofNullable(e.getValue().renumber).map(SqlIdentifier::new)))
                .toList();
        return new ConflictRule.Collapse(name, columns("unique", rule.unique), keep(name, rule), merge, reparent);
    }

    private static ConflictRule.Keep keep(String name, Rule rule) {
        if (rule.keep == null) {
            throw new IllegalArgumentException("rule '%s' says none of keep, rename, close".formatted(name));
        }
        return switch (rule.keep) {
            case TARGET -> new ConflictRule.Keep.Target();
            case SOURCE -> new ConflictRule.Keep.Source();
            case NEWEST -> new ConflictRule.Keep.Newest(new SqlIdentifier(required(name, "by", rule.by)));
            case MOST_ADVANCED ->
                new ConflictRule.Keep.MostAdvanced(
                        new SqlIdentifier(required(name, "by", rule.by)),
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
                    "flag '%s' says not just one of same-user (two columns), replaced, gained".formatted(entry.getKey()));
        }
        return flag.replaced ? new FlagRule.Replaced(entry.getKey()) : new FlagRule.Gained(entry.getKey());
    }

    private static String required(String rule, String field, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("rule '%s' needs '%s'".formatted(rule, field));
        }
        return value;
    }

    private static List<SqlIdentifier> columns(String field, @Nullable List<String> names) {
        if (names == null) {
            throw new IllegalArgumentException("'%s' is missing: name the columns".formatted(field));
        }
        return names.stream().map(SqlIdentifier::new).toList();
    }

    private static <V, T> List<T> each(Map<String, V> map, Function<Map.Entry<String, V>, T> make) {
        return map.entrySet().stream().map(make).toList();
    }

    private static void at(String path, Runnable read) {
        try {
            read.run();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("user-data-transfer.catalogue.%s: %s".formatted(path, e.getMessage()), e);
        }
    }
}
