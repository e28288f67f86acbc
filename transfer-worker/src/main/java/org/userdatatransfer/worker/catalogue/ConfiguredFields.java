package org.userdatatransfer.worker.catalogue;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Reads single fields of the catalogue; what is wrong is an {@link IllegalArgumentException} that names the place. */
final class ConfiguredFields {

    private ConfiguredFields() {}

    static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("'%s' is missing".formatted(field));
        }
        return value;
    }

    static List<SqlIdentifier> columns(String field, @Nullable List<String> names) {
        if (names == null) {
            throw new IllegalArgumentException("'%s' is missing: name the columns".formatted(field));
        }
        if (names.size() > Set.copyOf(names).size()) {
            throw new IllegalArgumentException("'%s' names a column twice: %s".formatted(field, names));
        }
        return names.stream().map(SqlIdentifier::new).toList();
    }

    /** Says of whatever goes wrong in reading that it is below {@code path}. */
    static <T> T at(String path, Supplier<T> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }
}
