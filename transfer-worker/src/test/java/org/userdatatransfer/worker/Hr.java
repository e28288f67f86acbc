package org.userdatatransfer.worker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.userdatatransfer.events.ControlAction;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.events.TransferControl;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.worker.wire.RegistryAvroSerializer;

/** The HR system, and the operators: publishes requests and controls with nothing but the contract. */
final class Hr implements AutoCloseable {

    private final KafkaProducer<String, SpecificRecord> producer;

    Hr(String bootstrapServers, String registryUrl) {
        producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", StringSerializer.class,
                "value.serializer", RegistryAvroSerializer.class,
                "schema.registry.url", registryUrl,
                "acks", "all"));
    }

    /** A request for everything of the source, not published yet. */
    static TransferRequested.Builder request(Tenant tenant, String source, String target) {
        return TransferRequested.newBuilder()
                .setTransferId(UUID.randomUUID())
                .setTenantId(tenant.name())
                .setSourceUserId(source)
                .setTargetUserId(target)
                .setRequestedBy("hr-system")
                .setRequestedAt(Instant.now());
    }

    /** Asks for everything of the source to become the target's. */
    UUID transfer(Tenant tenant, String source, String target) {
        return publish(request(tenant, source, target).build());
    }

    UUID publish(TransferRequested request) {
        producer.send(new ProducerRecord<>(Topics.TRANSFER_REQUESTED, request.getTenantId(), request));
        producer.flush();
        return request.getTransferId();
    }

    void control(ControlAction action, UUID transfer, String... dataTypes) {
        producer.send(new ProducerRecord<>(
                Topics.TRANSFER_CONTROL,
                transfer.toString(),
                TransferControl.newBuilder()
                        .setControlId(UUID.randomUUID())
                        .setTransferId(transfer)
                        .setAction(action)
                        .setRequestedBy("olga.operator")
                        .setRequestedAt(Instant.now())
                        .setDataTypes(List.of(dataTypes))
                        .build()));
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
