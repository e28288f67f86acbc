package org.userdatatransfer.worker.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured and how much of it, from system properties.
 *
 * @param names {@code benchmark}: the names of the measures, separated by commas; all if empty
 * @param transfers {@code benchmark.transfers}: how many transfers a bulk has
 * @param rowsPerType {@code benchmark.rows-per-type}: how many rows each of a bulk's users has in each table
 * @param heavyRows {@code benchmark.heavy-rows}: how many rows the one heavy user has
 * @param large {@code benchmark.large}: whether a user with ten times as many is measured, too
 * @param small {@code benchmark.small}: how many small transfers the latency is measured with
 * @param perSecond {@code benchmark.per-second}: how many small transfers a second run beside a heavy one
 * @param history {@code benchmark.history}: how many finished transfers there are before the second bulk
 * @param fsync {@code benchmark.fsync}: whether PostgreSQL waits for the disk, for all sides alike
 * @param profile {@code benchmark.profile}: whether statements and Java frames are recorded, which costs a little
 * @param worker {@code benchmark.worker}: settings of the worker, as {@code name=value,name=value}
 * @param jar {@code benchmark.jar}: the packaged worker, which the build has just made
 * @param jvm {@code benchmark.jvm}: options of the worker's JVM, as {@code option,option}
 */
record BenchmarkSettings(
        List<String> names,
        int transfers,
        int rowsPerType,
        int heavyRows,
        boolean large,
        int small,
        int perSecond,
        int history,
        boolean fsync,
        boolean profile,
        List<String> worker,
        Path jar,
        List<String> jvm) {

    BenchmarkSettings {
        names = List.copyOf(names);
        worker = List.copyOf(worker);
        jvm = List.copyOf(jvm);
    }

    static BenchmarkSettings ofSystemProperties() {
        return new BenchmarkSettings(
                list("benchmark"),
                Integer.getInteger("benchmark.transfers", 2_000),
                Integer.getInteger("benchmark.rows-per-type", 5),
                Integer.getInteger("benchmark.heavy-rows", 1_000_000),
                Boolean.getBoolean("benchmark.large"),
                Integer.getInteger("benchmark.small", 300),
                Integer.getInteger("benchmark.per-second", 5),
                Integer.getInteger("benchmark.history", 100_000),
                !"false".equals(System.getProperty("benchmark.fsync")),
                Boolean.getBoolean("benchmark.profile"),
                list("benchmark.worker"),
                Path.of(System.getProperty("benchmark.jar", "")),
                list("benchmark.jvm"));
    }

    boolean wants(String name) {
        return names.isEmpty() || names.contains(name);
    }

    private static List<String> list(String property) {
        var value = System.getProperty(property, "");
        return value.isBlank() ? List.of() : List.of(value.split(","));
    }
}
