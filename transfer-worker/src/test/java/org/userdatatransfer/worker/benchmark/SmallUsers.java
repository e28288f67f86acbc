package org.userdatatransfer.worker.benchmark;

import java.util.List;
import java.util.stream.Stream;

/** Pairs of users with a few rows in every table: some to warm up with, the others to measure with. */
final class SmallUsers {

    private SmallUsers() {}

    /** Statements that create them, as {@link UserPair#numbered} names them. */
    static List<String> sql(BenchmarkSettings settings, int warm, int measured) {
        return Stream.concat(
                        sql(settings, UserPair.TENANT, "warm-", warm).stream(),
                        sql(settings, UserPair.TENANT, "", measured).stream())
                .toList();
    }

    static List<String> sql(BenchmarkSettings settings, String tenant, String prefix, int count) {
        return count == 0
                ? List.of()
                : Stream.of("source", "target")
                        .map(users -> "select demo.bulk_users('%s', '%s%s', %d, %d)"
                                .formatted(tenant, prefix, users, count, settings.rowsPerType()))
                        .toList();
    }
}
