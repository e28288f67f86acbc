package org.userdatatransfer.worker.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.TransferWorker;

/** The worker in a process of its own, as it would be deployed. */
final class WorkerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(20);
    /** As its image has it. */
    private static final String COLLECTOR = "-XX:+UseSerialGC";

    /** Other pauses, such as Remark, collect nothing. */
    private static final Pattern AFTER_COLLECTION = Pattern.compile("Pause (?:Young|Full) .*->(\\d+)M\\(");

    private final Process process;
    private final int port;
    private final Path log;
    private final Path collections;
    private final Duration launch;

    private WorkerProcess(Process process, int port, Path log, Path collections, long begin) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.collections = collections;
        awaitReady();
        this.launch = Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Starts one and waits until it is ready. */
    static WorkerProcess start(Installation installation, String... jvmArguments) {
        return startAs(installation, installation.name(), classes(), jvmArguments);
    }

    /** Starts one from its jar, with no options but these and a limit of the heap, and waits until it is ready. */
    static WorkerProcess startJar(Installation installation, Path jar, String... jvmArguments) {
        return startAs(installation, installation.name(), List.of("-jar", jar.toString()), jvmArguments);
    }

    /** Starts one of several on the same installation, whose logs have names of their own. */
    static WorkerProcess start(Installation installation, int number) {
        return startAs(installation, "%s-%d".formatted(installation.name(), number), classes());
    }

    private static WorkerProcess startAs(
            Installation installation, String name, List<String> program, String... jvmArguments) {
        var settings = installation.servers().settings();
        var folder = Servers.folder();
        var log = folder.resolve("worker-%s.log".formatted(name));
        var collections = folder.resolve("worker-%s-gc.log".formatted(name));
        var port = freePort();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add(COLLECTOR);
        command.add("-Xlog:gc:file=%s".formatted(collections));
        if (settings.profile()) {
            command.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=%s"
                    .formatted(folder.resolve("worker-%s.jfr".formatted(name))));
        }
        command.addAll(settings.jvm());
        command.addAll(List.of(jvmArguments));
        command.addAll(program);
        command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port));
        installation.properties().forEach((property, value) -> command.add("--%s=%s".formatted(property, value)));
        settings.worker().forEach(setting -> command.add("--" + setting));
        try {
            var begin = System.nanoTime();
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            endWithThisProcess(process);
            return new WorkerProcess(process, port, log, collections, begin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From launch to ready. */
    Duration launch() {
        return launch;
    }

    /** The most memory it ever had, in bytes, by the kernel's account. */
    long peakMemory() {
        try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The most that a garbage collection has left on its heap, in bytes; a last one is made now, for a short run has
     * few.
     */
    long peakHeap() {
        collectGarbage();
        try (var lines = Files.lines(collections)) {
            return lines.map(AFTER_COLLECTION::matcher)
                    .filter(line -> line.find())
                    .mapToLong(line -> Long.parseLong(line.group(1)) * 1024 * 1024)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collectGarbage() {
        var command = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var exit = new ProcessBuilder(command, Long.toString(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("jcmd GC.run ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() {
        var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/actuator/health".formatted(port)))
                .timeout(Duration.ofSeconds(5))
                .build();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (!isUp(http, health)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    close();
                    throw new IllegalStateException("The worker did not get ready:\n" + Files.readString(log));
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUp(HttpClient http, HttpRequest health) {
        try {
            return http.send(health, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the worker is deployed with, and the test libraries, but not the tests themselves. */
    private static List<String> classes() {
        var classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        return List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, TransferWorker.class.getName());
    }

    /** A shell that waits for its standard input to close, which it does when this JVM ends, however it ends. */
    private static void endWithThisProcess(Process process) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "trap '' INT TERM HUP; cat > /dev/null; kill -9 $0", "" + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
