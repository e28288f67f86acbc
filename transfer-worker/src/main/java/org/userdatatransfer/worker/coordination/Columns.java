package org.userdatatransfer.worker.coordination;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.transfer.TransferId;

/** Lists as text arrays for {@code unnest}, so that a statement takes any number of rows; and ids out of them again. */
final class Columns {

    private Columns() {}

    static String[] ids(Collection<TransferId> ids) {
        return ids.stream().map(TransferId::toString).toArray(String[]::new);
    }

    static <T> @Nullable String[] of(List<T> rows, Function<T, ?> column) {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = text(column.apply(rows.get(i)));
        }
        return values;
    }

    static TransferId id(ResultSet row, String column) throws SQLException {
        return new TransferId(row.getObject(column, UUID.class));
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> optional.map(Columns::text).orElse(null);
            case Instant instant -> instant.toString();
            default -> value.toString();
        };
    }
}
