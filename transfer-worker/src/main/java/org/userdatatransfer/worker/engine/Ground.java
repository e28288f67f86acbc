package org.userdatatransfer.worker.engine;

import static org.userdatatransfer.worker.catalogue.SqlText.all;
import static org.userdatatransfer.worker.catalogue.SqlText.join;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlTemplate;
import org.userdatatransfer.worker.catalogue.TableShape;
import org.userdatatransfer.worker.catalogue.UserTable;

/**
 * A user table together with its live shape: the pieces of SQL that every statement about it is made of.
 *
 * @param userType the SQL type of the product's own user ids
 */
record Ground(DataType type, UserTable table, TableShape shape, String userType) {

    /** The pairs of the batch as a relation; every statement starts with it. */
    static String pairs(String userType) {
        return SqlTemplate.of(
                """
                WITH pair AS (
                    SELECT * FROM unnest(:transfers::text[]::uuid[], :epochs::integer[], :sources::text[]::{type}[],
                                         :targets::text[]::{type}[], :names::text[])
                        AS p(transfer_id, epoch, source, target, source_name))""")
                .with("type", userType)
                .sql();
    }

    String pairs() {
        return pairs(userType);
    }

    /**
     * {@code column} names {@code user}, a column of the pairs: equality that only an index on the column can serve. As
     * a join by {@code =}, the planner would read the whole table where it thinks that a few users have most of its
     * rows: a batch of ten took a second beside a million rows of somebody else.
     */
    static String indexed(String column, String user) {
        return "%s = ANY (ARRAY[%s])".formatted(column, user);
    }

    /**
     * The same, but no index can serve it: for statements that know their rows by their place. Where most users have
     * few rows, the planner would rather go through all rows of this one and look each up in the list of places: a
     * slice of a million rows took a minute.
     */
    static String unindexed(String column, String user) {
        return "%s IS NOT DISTINCT FROM %s".formatted(column, user);
    }

    String sql() {
        return shape.table().sql();
    }

    /** How many (row, user column) pairs of {@code row} name one of the two users of {@code pair}. */
    String pairsOf(String row, String pair) {
        return join(
                table.users(),
                " + ",
                u -> "coalesce((%s IN (%s.source, %s.target))::integer, 0)".formatted(u.of(row), pair, pair));
    }

    /** How many user columns of {@code row} name a user. */
    String naming(String row, String user) {
        return "("
                + join(table.users(), " + ", u -> "coalesce((%s = %s)::integer, 0)".formatted(u.of(row), user))
                + ")";
    }

    static boolean isInteger(TableShape shape, List<SqlIdentifier> key) {
        return key.size() == 1 && List.of("bigint", "integer", "smallint").contains(shape.typeOf(key.getFirst()));
    }

    /** The key of {@code row} as JSON: an array of the key columns' values. */
    static String jsonKey(TableShape shape, List<SqlIdentifier> key, String row) {
        return jsonKey(shape, key, column -> column.of(row));
    }

    /** @param value the value of a key column, as SQL */
    static String jsonKey(TableShape shape, List<SqlIdentifier> key, Function<SqlIdentifier, String> value) {
        return "jsonb_build_array(%s)".formatted(join(key, ", ", c -> shape.keyPart(c, value.apply(c))));
    }

    /** {@code row} is the one that a JSON key means. */
    static String hasJsonKey(TableShape shape, List<SqlIdentifier> key, String row, String jsonKey) {
        return all(
                IntStream.range(0, key.size()).boxed().toList(),
                i -> "%s = (%s->>%d)::%s".formatted(key.get(i).of(row), jsonKey, i, shape.typeOf(key.get(i))));
    }

    /**
     * The values of {@code row} as a JSON object of texts: as the types themselves write and read them, since JSON's
     * own idea of a number, an array or a {@code json} value would not bring back the same.
     */
    static String texts(List<SqlIdentifier> columns, String row) {
        return texts(columns, c -> c.of(row));
    }

    /** @param value the value of a column, as SQL */
    static String texts(List<SqlIdentifier> columns, Function<SqlIdentifier, String> value) {
        return "json_object(%s, ARRAY[%s]::text[])"
                .formatted(names(columns), join(columns, ", ", c -> value.apply(c) + "::text"));
    }

    /** A whole row, but for what the database computes itself. */
    static String image(TableShape shape, String row) {
        return texts(shape.writable(), row);
    }

    /** The value of a column in such an object. */
    static String value(TableShape shape, SqlIdentifier column, String object) {
        return "(%s->>%s)::%s".formatted(object, column.literal(), shape.typeOf(column));
    }

    /** An array literal of column names, for the ledger. */
    static String names(List<SqlIdentifier> columns) {
        return "ARRAY[%s]::text[]".formatted(join(columns, ", ", SqlIdentifier::literal));
    }
}
