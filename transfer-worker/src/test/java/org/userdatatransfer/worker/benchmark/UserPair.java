package org.userdatatransfer.worker.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/** The suite users of one transfer. */
record UserPair(String tenant, String source, String target) {

    static final String TENANT = "acme";

    UserPair(String source, String target) {
        this(TENANT, source, target);
    }

    /** {@code source-1} to {@code target-1} and so on, as {@code demo.bulk_users} names them. */
    static List<UserPair> numbered(String prefix, int count) {
        return numbered(TENANT, prefix, count);
    }

    static List<UserPair> numbered(String tenant, String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new UserPair(
                        tenant, "%ssource-%d".formatted(prefix, i), "%starget-%d".formatted(prefix, i)))
                .toList();
    }
}
