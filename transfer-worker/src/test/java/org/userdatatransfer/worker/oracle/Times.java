package org.userdatatransfer.worker.oracle;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Times as PostgreSQL writes them in UTC. */
final class Times {

    private static final DateTimeFormatter TIMESTAMPTZ = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .appendPattern("x")
            .toFormatter();

    private Times() {}

    static Instant parse(String timestamptz) {
        return OffsetDateTime.parse(timestamptz, TIMESTAMPTZ).toInstant();
    }
}
