package org.userdatatransfer.worker.catalogue.check;

import java.util.List;

/** SQL types whose values compare with each other. */
enum SqlTypeFamily {
    INTEGER("smallint", "integer", "bigint"),
    TEXT("text", "character varying", "citext"),
    UUID("uuid"),
    NUMBER("numeric", "real", "double precision"),
    TIME("date", "timestamp with time zone", "timestamp without time zone"),
    SPAN("interval", "money"),
    TRUTH("boolean"),
    BYTES("bytea"),
    JSON("jsonb"),
    /** Types whose values have no order. */
    UNORDERED("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle"),
    ARRAY,
    /** A type of the deployer's own, a domain for example, of which we know nothing. */
    OTHER;

    private final List<String> types;

    SqlTypeFamily(String... types) {
        this.types = List.of(types);
    }

    /** @param type as SQL writes it, such as {@code character varying(80)} */
    static SqlTypeFamily of(String type) {
        if (type.endsWith("[]")) {
            return of(type.substring(0, type.length() - 2)) == UNORDERED ? UNORDERED : ARRAY;
        }
        var plain = type.replaceAll("\\([^)]*\\)", "");
        for (var family : values()) {
            if (family.types.contains(plain)) {
                return family;
            }
        }
        return OTHER;
    }

    /** Whether values can be added up, as far as we know. */
    boolean mayBeAdded() {
        return switch (this) {
            case INTEGER, NUMBER, SPAN, OTHER -> true;
            case TEXT, UUID, TIME, TRUTH, BYTES, JSON, UNORDERED, ARRAY -> false;
        };
    }

    /** Whether one of two values is the greater, as far as we know. */
    boolean mayBeOrdered() {
        return this != UNORDERED;
    }

    /** Whether a value of this family can stand where one of the other is asked for, as far as we know. */
    boolean mayBe(SqlTypeFamily other) {
        return this == other || this == OTHER || other == OTHER;
    }
}
