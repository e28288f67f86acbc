package org.userdatatransfer.worker.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Each server on loopback, in this JVM or as its child, from what Maven has brought. */
final class EmbeddedServers implements ServerSource {

    @Override
    public RunningServer postgres(Map<String, String> settings) {
        var data = BuildFolder.path().resolve("postgres/" + UUID.randomUUID());
        Reaper.watchOver(data);
        var builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(BuildFolder.create("postgres").toFile())
                .setDataDirectory(data)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(3))
                .setServerConfig("listen_addresses", Loopback.HOST);
        settings.forEach(builder::setServerConfig);
        try {
            var server = builder.start();
            return new RunningServer(Loopback.HOST, server.getPort(), () -> close(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public RunningServer kafka(Map<String, String> settings) {
        return EmbeddedKafka.start(settings);
    }

    @Override
    public RunningServer registry() {
        return EmbeddedRegistry.start();
    }

    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
