package org.userdatatransfer.worker.local;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A real Kafka broker on loopback, within this JVM. */
public final class LocalKafka implements AutoCloseable {

    private final EmbeddedKafkaKraftBroker broker;

    private LocalKafka(EmbeddedKafkaKraftBroker broker) {
        this.broker = broker;
    }

    /** Starts one without topics, which nobody creates by accident. */
    public static LocalKafka start() {
        var broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(Map.of(
                "auto.create.topics.enable", "false",
                "offsets.topic.num.partitions", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "log.cleaner.enable", "false"));
        broker.afterPropertiesSet();
        broker.getCluster().brokers().values().stream()
                .flatMap(started -> started.config().logDirs().stream())
                .map(logs -> Path.of(logs).getParent())
                .distinct()
                .forEach(Reaper::watchOver);
        return new LocalKafka(broker);
    }

    public String bootstrapServers() {
        return broker.getBrokersAsString();
    }

    @Override
    public void close() {
        broker.destroy();
    }
}
