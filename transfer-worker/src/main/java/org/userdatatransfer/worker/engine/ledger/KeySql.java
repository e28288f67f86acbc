package org.userdatatransfer.worker.engine.ledger;

import static org.userdatatransfer.worker.sql.SqlText.all;
import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** The keys of rows as the ledger keeps them: an integer where that is all, else JSON. */
public final class KeySql {

    private static final Pattern WRITTEN_BY_JSON = Pattern.compile(
            "smallint|integer|bigint|numeric(\\([^)]*\\))?|real|double precision|boolean|date"
                    + "|timestamp(\\(\\d\\))? with(out)? time zone");

    private KeySql() {}

    public static boolean isInteger(TableShape shape, List<SqlIdentifier> key) {
        return key.size() == 1 && List.of("bigint", "integer", "smallint").contains(shape.typeOf(key.getFirst()));
    }

    /** The key of {@code row} as JSON: an array of the key columns' values. */
    public static String jsonKey(TableShape shape, List<SqlIdentifier> key, String row) {
        return jsonKey(shape, key, column -> column.of(row));
    }

    /** @param value the value of a key column, as SQL */
    public static String jsonKey(TableShape shape, List<SqlIdentifier> key, Function<SqlIdentifier, String> value) {
        return "jsonb_build_array(%s)".formatted(join(key, ", ", c -> jsonPart(shape, c, value.apply(c))));
    }

    /**
     * The value of a key column as a JSON key keeps it. Numbers, truth values and times are as JSON writes them; of all
     * else, such as arrays and {@code jsonb}, only the type's own text brings back the same value.
     *
     * @param value the value, as SQL
     */
    public static String jsonPart(TableShape shape, SqlIdentifier column, String value) {
        return isWrittenByJson(shape, column) ? value : "(%s)::text".formatted(value);
    }

    public static boolean isWrittenByJson(TableShape shape, SqlIdentifier column) {
        return WRITTEN_BY_JSON.matcher(shape.typeOf(column)).matches();
    }

    /** {@code row} is the one that a JSON key means. */
    public static String hasJsonKey(TableShape shape, List<SqlIdentifier> key, String row, String jsonKey) {
        return all(
                IntStream.range(0, key.size()).boxed().toList(),
                i -> "%s = (%s->>%d)::%s".formatted(key.get(i).of(row), jsonKey, i, shape.typeOf(key.get(i))));
    }
}
