package org.userdatatransfer.worker.engine.ledger;

import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.function.Function;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlText;

/** Rows as the ledger keeps what was in them. */
public final class ImageSql {

    private ImageSql() {}

    /**
     * The values of {@code row} as a JSON object of texts: as the types themselves write and read them, since JSON's
     * own idea of a number, an array or a {@code json} value would not bring back the same.
     */
    public static String texts(List<SqlIdentifier> columns, String row) {
        return texts(columns, c -> c.of(row));
    }

    /** @param value the value of a column, as SQL */
    public static String texts(List<SqlIdentifier> columns, Function<SqlIdentifier, String> value) {
        return "json_object(%s, ARRAY[%s]::text[])"
                .formatted(SqlText.names(columns), join(columns, ", ", c -> value.apply(c) + "::text"));
    }

    /** A whole row, but for what the database computes itself. */
    public static String image(TableShape shape, String row) {
        return texts(shape.writable(), row);
    }

    /** The value of a column in such an object. */
    public static String value(TableShape shape, SqlIdentifier column, String object) {
        return "(%s->>%s)::%s".formatted(object, column.literal(), shape.typeOf(column));
    }
}
