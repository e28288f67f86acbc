package org.userdatatransfer.worker.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the database's connections are busy with or wait for, looked at many times a second. */
final class Waits implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(50);

    private static final String BUSY =
            """
            select datname || ' ' || coalesce(wait_event_type || ':' || wait_event, 'busy') || ' '
                   || left(regexp_replace(
                          regexp_replace(query, '^WITH pair AS \\(.*?source_name\\)\\),?', ''), '\\s+', ' ', 'g'), 110)
            from pg_stat_activity
            where state in ('active', 'idle in transaction') and datname in (:names) and pid <> pg_backend_pid()
            """;

    private final Installation installation;
    private final String name;
    private final Map<String, Integer> seen = new TreeMap<>();
    private final ScheduledExecutorService sampling = Executors.newSingleThreadScheduledExecutor();

    private Waits(Installation installation, String name) {
        this.installation = installation;
        this.name = name;
    }

    /** Looks only if profiles are wanted. */
    static Waits watch(Installation installation, String name) {
        var waits = new Waits(installation, name);
        if (installation.servers().settings().profile()) {
            waits.sampling.scheduleAtFixedRate(waits::sample, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        return waits;
    }

    private void sample() {
        installation
                .servers()
                .jdbc("postgres")
                .sql(BUSY)
                .param("names", installation.databases())
                .query(String.class)
                .list()
                .forEach(what -> seen.merge(what, 1, Integer::sum));
    }

    @Override
    public void close() {
        sampling.close();
        if (!seen.isEmpty()) {
            try {
                Files.write(
                        Servers.folder().resolve("waits-%s.txt".formatted(name)),
                        seen.entrySet().stream()
                                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                                .map(what -> "%6d  %s".formatted(what.getValue(), what.getKey()))
                                .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
