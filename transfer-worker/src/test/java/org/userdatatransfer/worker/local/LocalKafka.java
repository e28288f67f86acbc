package org.userdatatransfer.worker.local;

import java.util.Map;

/** A real Kafka broker, its own controller. */
public final class LocalKafka implements AutoCloseable {

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("log.cleaner.enable", "false"),
            Map.entry("log.index.size.max.bytes", "1048576"));

    private final RunningServer server;

    private LocalKafka(RunningServer server) {
        this.server = server;
    }

    /** Starts one without topics, which nobody creates by accident; it is gone for good with its files when closed. */
    public static LocalKafka start() {
        return new LocalKafka(ServerSource.chosen().kafka(SETTINGS));
    }

    public String bootstrapServers() {
        return server.address();
    }

    @Override
    public void close() {
        server.end().run();
    }
}
