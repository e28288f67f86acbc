package org.userdatatransfer.worker.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How much processor time was used, by the kernel's account: a measure that others on the machine disturb less.
 *
 * @param database of the database server
 * @param here of this JVM, that is of the broker, the upstream and the script
 * @param worker of the worker, and of whatever else this JVM has started
 */
record CpuTime(Duration database, Duration here, Duration worker) {

    private static final int TICKS_A_SECOND = 100;

    static CpuTime of(Servers servers) {
        var pid = servers.jdbc("postgres")
                .sql("select split_part(pg_read_file('postmaster.pid'), chr(10), 1)::bigint")
                .query(Long.class)
                .single();
        var database = ProcessHandle.of(pid).orElseThrow();
        if (!database.info().command().orElse("").endsWith("postgres")) {
            throw new IllegalStateException(
                    "Process %d is no PostgreSQL server of this machine: measure with -Dservices=embedded"
                            .formatted(pid));
        }
        var here = ProcessHandle.current();
        return new CpuTime(
                sum(Stream.concat(Stream.of(database), database.descendants())),
                sum(Stream.of(here)),
                sum(here.descendants()));
    }

    CpuTime since(CpuTime before) {
        return new CpuTime(
                database.minus(before.database), here.minus(before.here), worker.minus(before.worker));
    }

    double millis() {
        return millis(database.plus(here).plus(worker));
    }

    /** For people: the shares of one of so many. */
    String perUnit(int units) {
        return "database %.1f + here %.1f + worker %.1f"
                .formatted(millis(database) / units, millis(here) / units, millis(worker) / units);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static Duration sum(Stream<ProcessHandle> processes) {
        return processes.map(process -> of(process.pid())).reduce(Duration.ZERO, Duration::plus);
    }

    /** With that of the children that have ended. */
    private static Duration of(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            var ticks = 0L;
            for (var field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND);
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isEmpty()) {
                // It has ended in between: its time is with its parent's.
                return Duration.ZERO;
            }
            throw new UncheckedIOException(e);
        }
    }
}
