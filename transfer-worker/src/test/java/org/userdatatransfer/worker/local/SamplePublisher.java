package org.userdatatransfer.worker.local;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.worker.wire.RegistryAvroSerializer;

/** Publishes a request as an HR system would: with the events jar, a Kafka producer and an Avro serializer. */
final class SamplePublisher {

    private SamplePublisher() {}

    /** Publishes a request and says which transfer it has asked for. */
    static UUID publish(String bootstrapServers, String registryUrl, DemoSettings demo) {
        var request = TransferRequested.newBuilder()
                .setTransferId(UUID.randomUUID())
                .setTenantId("acme")
                .setSourceUserId(demo.source())
                .setTargetUserId(demo.target())
                .setRequestedBy("hr-system")
                .setRequestedAt(Instant.now())
                .setReason("leaves the company")
                .build();
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", StringSerializer.class,
                "value.serializer", RegistryAvroSerializer.class,
                "schema.registry.url", registryUrl,
                "acks", "all");
        try (var producer = new KafkaProducer<String, TransferRequested>(configuration)) {
            producer.send(new ProducerRecord<>(Topics.TRANSFER_REQUESTED, request.getTenantId(), request));
        }
        return request.getTransferId();
    }
}
