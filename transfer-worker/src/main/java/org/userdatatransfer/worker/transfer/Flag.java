package org.userdatatransfer.worker.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something a person should know about what a transfer did or would do, though it is right.
 *
 * @param name what, such as {@code SELF_EVALUATION}
 * @param rows how many rows it concerns
 * @param examples the keys of some of them, as JSON
 */
public record Flag(String name, long rows, List<String> examples) {

    /** Rows of another data type have gone with those they hang on, whoever they name. */
    public static final String TAKEN_ALONG = "TAKEN_ALONG";

    /** How many examples a flag has, at most. */
    public static final int MOST_EXAMPLES = 5;

    public Flag {
        examples = List.copyOf(examples);
    }

    /** Those of one name as one, in the order in which they were first raised. */
    public static List<Flag> merged(List<Flag> raised) {
        var merged = new LinkedHashMap<String, Flag>();
        raised.forEach(flag -> merged.merge(flag.name(), flag, Flag::and));
        return List.copyOf(merged.values());
    }

    private Flag and(Flag other) {
        var all = Stream.concat(examples.stream(), other.examples.stream());
        return new Flag(name, rows + other.rows, all.limit(MOST_EXAMPLES).toList());
    }
}
