package org.userdatatransfer.worker.transfer;

import java.util.List;

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

    public Flag {
        examples = List.copyOf(examples);
    }
}
