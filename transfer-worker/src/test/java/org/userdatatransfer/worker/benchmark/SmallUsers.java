package org.userdatatransfer.worker.benchmark;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pairs of users with a few rows in every table: some to warm up with, the others to measure with. */
final class SmallUsers {

    private SmallUsers() {}

    /** Statements that create them, as {@link UserPair#numbered} names them. */
    static List<String> sql(BenchmarkSettings settings, int warm, int measured) {
        return Stream.of(
                        Map.entry("warm-source", warm),
                        Map.entry("warm-target", warm),
                        Map.entry("source", measured),
                        Map.entry("target", measured))
                .filter(users -> users.getValue() > 0)
                .map(users -> "select demo.bulk_users('%s', '%s', %d, %d)"
                        .formatted(UserPair.TENANT, users.getKey(), users.getValue(), settings.rowsPerType()))
                .toList();
    }
}
