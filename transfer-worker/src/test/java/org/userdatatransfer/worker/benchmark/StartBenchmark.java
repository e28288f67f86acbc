package org.userdatatransfer.worker.benchmark;

import java.io.IOException;
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
    private static final int AHEAD_OF_TIME_CACHE_SINCE = 25;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> run(Servers servers) {
        servers.createTemplate("start", SmallUsers.sql(servers.settings(), 0, 1));
        var packaged = servers.settings().jar();
        var deployed = DeployedWorker.extract(packaged, Servers.folder().resolve("deployed"));
        try (var installation = Installation.copyOf(servers, "start", "start_ours")) {
            var figures = new ArrayList<Figure>();
            figures.add(seconds(
                    "start: worker, with new databases to migrate",
                    launch(installation, packaged).toMillis(),
                    "",
                    Map.of()));
            figures.add(figure("start: worker, launch to ready, packaged jar", installation, packaged));

            var archive = new String[] {"-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + deployed.kept()};
            deployed.learn(installation, archive);
            figures.add(figure("start: worker, launch to ready, as its image", installation, deployed.jar(), archive));
            figures.add(figure(
                    "start: worker, as its image, quick compiler only",
                    installation,
                    deployed.jar(),
                    archive[0],
                    archive[1],
                    QUICK_COMPILER));

            if (Runtime.version().feature() >= AHEAD_OF_TIME_CACHE_SINCE) {
                deployed.learn(installation, "-XX:AOTCacheOutput=" + deployed.kept());
                figures.add(figure(
                        "start: worker, as its image, ahead-of-time cache",
                        installation,
                        deployed.jar(),
                        "-XX:AOTCache=" + deployed.kept()));
            }
            figures.add(seconds(
                    "start: local run, launch to first request",
                    localRun().toMillis(),
                    "",
                    Map.of("with", "PostgreSQL, Kafka, registry, sample data")));
            return figures;
        }
    }

    private static Figure figure(String measure, Installation installation, Path jar, String... jvmOptions) {
        var times = new ArrayList<Duration>();
        for (var time = 0; time < TIMES; time++) {
            times.add(launch(installation, jar, jvmOptions));
        }
        return seconds(measure, Percentiles.of(times).millis(50), "<= 5", Map.of("median of", TIMES));
    }

    private static Duration launch(Installation installation, Path jar, String... jvmOptions) {
        try (var worker = WorkerProcess.startJar(installation, jar, jvmOptions)) {
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
            try (var said = process.inputReader()) {
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
