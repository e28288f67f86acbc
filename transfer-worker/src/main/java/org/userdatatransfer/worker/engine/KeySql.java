package org.userdatatransfer.worker.engine;

import static org.userdatatransfer.worker.sql.SqlText.all;
import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** The keys of rows as the ledger keeps them: an integer where that is all, else JSON. */
final class KeySql {

    private KeySql() {}

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
}
