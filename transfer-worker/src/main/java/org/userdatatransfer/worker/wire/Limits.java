package org.userdatatransfer.worker.wire;

import java.util.List;

/**
 * What can be kept of what people write: PostgreSQL has no zero in a text and no long one in an index, and what is
 * announced of it must be small enough for the brokers.
 */
final class Limits {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_TEXT = 50_000;
    private static final int MOST_NAMES = 1_000;

    private Limits() {}

    static String name(String field, String value) {
        return atMost(LONGEST_NAME, field, value);
    }

    static String text(String field, String value) {
        return atMost(LONGEST_TEXT, field, value);
    }

    static List<String> names(String field, List<String> values) {
        if (values.size() > MOST_NAMES) {
            throw new IllegalArgumentException(
                    "%s has %d names; at most are %d".formatted(field, values.size(), MOST_NAMES));
        }
        values.forEach(value -> name(field, value));
        return values;
    }

    private static String atMost(int longest, String field, String value) {
        if (value.length() > longest) {
            throw new IllegalArgumentException(
                    "%s has %d characters; at most are %d".formatted(field, value.length(), longest));
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(field + " has a zero character");
        }
        return value;
    }
}
