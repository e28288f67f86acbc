package org.userdatatransfer.worker.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.springframework.util.FileSystemUtils;

/** A Kafka broker on loopback, within this JVM. */
final class EmbeddedKafka {

    private static final String CONFIGURATION = """
            process.roles = broker,controller
            node.id = 1
            listeners = PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d
            advertised.listeners = PLAINTEXT://%1$s:%2$d
            listener.security.protocol.map = PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            controller.listener.names = CONTROLLER
            controller.quorum.voters = 1@%1$s:%3$d
            """;

    private EmbeddedKafka() {}

    static RunningServer start(Map<String, String> settings) {
        var port = Loopback.freePort();
        var folder = BuildFolder.path().resolve("kafka/" + UUID.randomUUID());
        Reaper.watchOver(folder);
        format(folder);
        var configuration = configuration(port, folder);
        configuration.putAll(settings);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(configuration, false), Time.SYSTEM);
        server.startup();
        return new RunningServer(Loopback.HOST, port, () -> end(server, folder));
    }

    private static void end(KafkaRaftServer server, Path folder) {
        server.shutdown();
        server.awaitShutdown();
        FileSystemUtils.deleteRecursively(folder.toFile());
    }

    private static void format(Path folder) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("The broker's folder cannot be prepared", e);
        }
    }

    private static Properties configuration(int port, Path folder) {
        var configuration = new Properties();
        try {
            configuration.load(new StringReader(CONFIGURATION.formatted(Loopback.HOST, port, Loopback.freePort())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        configuration.setProperty("log.dirs", folder.toString());
        return configuration;
    }
}
