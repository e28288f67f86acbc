package org.userdatatransfer.worker.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From launch to ready: the worker beside servers that are up, and the local run with servers of its own. */
final class StartBenchmark implements Benchmark {

    private static final int TIMES = 5;
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> run(Servers servers) {
        servers.createTemplate("start", SmallUsers.sql(servers.settings(), 0, 1));
        try (var installation = Installation.copyOf(servers, "start", "start_ours")) {
            var first = launch(installation);
            return List.of(
                    seconds("start: worker, launch to ready", median(installation), "<= 5", Map.of("median of", TIMES)),
                    seconds(
                            "start: worker, with the quick compiler only",
                            median(installation, QUICK_COMPILER),
                            "<= 5",
                            Map.of("option", QUICK_COMPILER)),
                    seconds("start: worker, with new databases to migrate", first.toMillis(), "", Map.of()),
                    seconds(
                            "start: local run, launch to first request",
                            localRun().toMillis(),
                            "",
                            Map.of("with", "PostgreSQL, Kafka, registry, sample data")));
        }
    }

    private static double median(Installation installation, String... jvmOptions) {
        var times = new ArrayList<Duration>();
        for (var time = 0; time < TIMES; time++) {
            times.add(launch(installation, jvmOptions));
        }
        return Percentiles.of(times).millis(50);
    }

    private static Duration launch(Installation installation, String... jvmOptions) {
        try (var worker = WorkerProcess.start(installation, jvmOptions)) {
            return worker.launch();
        }
    }

    private static Duration localRun() {
        try {
            var begin = System.nanoTime();
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Ddemo.exit=true",
                            "-Ddemo.sample=completing",
                            "-Dlocal.end-with-parent=true",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "org.userdatatransfer.worker.local.LocalTransferWorker")
                    .redirectErrorStream(true)
                    .start();
            Duration ready = null;
            try (var said = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
                for (var line = said.readLine(); line != null; line = said.readLine()) {
                    if (ready == null && line.startsWith("Requested transfer")) {
                        ready = Duration.ofNanos(System.nanoTime() - begin);
                    }
                }
            }
            if (process.waitFor() != 0 || ready == null) {
                throw new IllegalStateException("The local run did not complete its transfer");
            }
            return ready;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Figure seconds(String measure, double millis, String goal, Map<String, Object> sizes) {
        return Figure.of(measure, "s", millis / 1e3, goal, sizes);
    }
}
