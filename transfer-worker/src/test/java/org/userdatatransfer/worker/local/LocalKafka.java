package org.userdatatransfer.worker.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.springframework.util.FileSystemUtils;

/** A real Kafka broker on loopback, its own controller, within this JVM. */
public final class LocalKafka implements AutoCloseable {

    private static final String CONFIGURATION = """
            process.roles = broker,controller
            node.id = 1
            listeners = PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d
            advertised.listeners = PLAINTEXT://%1$s:%2$d
            listener.security.protocol.map = PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            controller.listener.names = CONTROLLER
            controller.quorum.voters = 1@%1$s:%3$d
            auto.create.topics.enable = false
            default.replication.factor = 1
            min.insync.replicas = 1
            offsets.topic.num.partitions = 1
            offsets.topic.replication.factor = 1
            transaction.state.log.num.partitions = 1
            transaction.state.log.replication.factor = 1
            transaction.state.log.min.isr = 1
            group.initial.rebalance.delay.ms = 0
            log.cleaner.enable = false
            log.index.size.max.bytes = 1048576
            """;

    private final KafkaRaftServer server;
    private final int port;
    private final Path folder;

    private LocalKafka(KafkaRaftServer server, int port, Path folder) {
        this.server = server;
        this.port = port;
        this.folder = folder;
    }

    /** Starts one without topics, which nobody creates by accident; it is gone for good with its files when closed. */
    public static LocalKafka start() {
        var port = Loopback.freePort();
        var folder = BuildFolder.path().resolve("kafka/" + UUID.randomUUID());
        Reaper.watchOver(folder);
        format(folder);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(configuration(port, folder), false), Time.SYSTEM);
        server.startup();
        return new LocalKafka(server, port, folder);
    }

    public String bootstrapServers() {
        return Loopback.HOST + ":" + port;
    }

    @Override
    public void close() {
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
