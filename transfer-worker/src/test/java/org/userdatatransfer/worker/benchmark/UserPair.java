package org.userdatatransfer.worker.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/** The suite users of one transfer. */
record UserPair(String source, String target) {

    static final String TENANT = "acme";

    /** {@code source-1} to {@code target-1} and so on, as {@code demo.bulk_users} names them. */
    static List<UserPair> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new UserPair("%ssource-%d".formatted(prefix, i), "%starget-%d".formatted(prefix, i)))
                .toList();
    }
}
