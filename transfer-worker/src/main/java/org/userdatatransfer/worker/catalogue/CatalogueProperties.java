package org.userdatatransfer.worker.catalogue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

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
        public List<String> entries() {
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
}
