package org.userdatatransfer.worker.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.util.FileSystemUtils;

/** A schema registry on loopback, as a child process. */
final class EmbeddedRegistry {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final int port;
    private final Path folder;

    private EmbeddedRegistry(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    static RunningServer start() {
        var registry = launch(Loopback.freePort(), Loopback.freePort());
        registry.awaitAnswer();
        return new RunningServer(Loopback.HOST, registry.port, registry::end);
    }

    private void end() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            FileSystemUtils.deleteRecursively(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedRegistry launch(int port, int managementPort) {
        var target = BuildFolder.path();
        var home = target.resolve("schema-registry");
        var folder = BuildFolder.create("schema-registry-" + port);
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        home.resolve("quarkus-run.jar").toString(),
                        target.resolve("test-classes/local/EndWithParent.java").toString(),
                        "io.quarkus.bootstrap.runner.QuarkusEntryPoint")
                .redirectErrorStream(true)
                .redirectOutput(logOf(folder));
        Reaper.watchOver(folder);
        var environment = builder.environment();
        environment.put("QUARKUS_HTTP_HOST", Loopback.HOST);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", Loopback.HOST);
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        try {
            return new EmbeddedRegistry(builder.start(), port, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        var request = HttpRequest.newBuilder(
                        URI.create("http://%s:%d%s".formatted(Loopback.HOST, port, LocalRegistry.PROBE)))
                .timeout(Duration.ofSeconds(2))
                .build();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (!answers(http, request)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    var said = Files.readString(logOf(folder).toPath());
                    end();
                    throw new IllegalStateException("The schema registry did not start:\n" + said);
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static File logOf(Path folder) {
        return folder.resolve("log.txt").toFile();
    }
}
