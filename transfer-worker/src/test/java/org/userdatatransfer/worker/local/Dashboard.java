package org.userdatatransfer.worker.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.events.TransferCompleted;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferStatusChanged;
import org.userdatatransfer.worker.wire.PoisonRecordException;
import org.userdatatransfer.worker.wire.RegistryAvroDeserializer;

/** Listens to what is announced, as any dashboard would, and shows it. */
final class Dashboard implements AutoCloseable {

    private static final List<String> TOPICS =
            List.of(Topics.TRANSFER_STATUS, Topics.TRANSFER_COMPLETED, Topics.TRANSFER_FAILED);

    private final RegistryAvroDeserializer deserializer = new RegistryAvroDeserializer();
    private final Map<UUID, TransferView> views = new HashMap<>();
    private final Map<UUID, CompletableFuture<Boolean>> ends = new ConcurrentHashMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Screen screen;
    private final Function<String, String> strategyOf;
    private final Thread thread;

    /** Shows everything that is announced from now on. */
    Dashboard(String bootstrapServers, String registryUrl, Screen screen, Function<String, String> strategyOf) {
        this.screen = screen;
        this.strategyOf = strategyOf;
        this.deserializer.configure(Map.of("schema.registry.url", registryUrl), false);
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        this.thread = Thread.ofPlatform().daemon().name("dashboard").start(this::listen);
    }

    /** Whether the transfer has completed, once it has ended. */
    CompletableFuture<Boolean> endOf(UUID transfer) {
        return ends.computeIfAbsent(transfer, id -> new CompletableFuture<>());
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(message -> take(message.topic(), message.value()));
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    private void take(String topic, byte[] value) {
        try {
            switch (deserializer.deserialize(topic, value)) {
                case TransferStatusChanged status ->
                    show(status.getTransferId(), view(status.getTransferId()).on(status));
                case TransferCompleted completed ->
                    show(completed.getTransferId(), view(completed.getTransferId()).on(completed));
                case TransferFailed failed -> show(failed.getTransferId(), view(failed.getTransferId()).on(failed));
                default -> screen.say("Something else on " + topic);
            }
        } catch (PoisonRecordException e) {
            screen.say("Unreadable on %s: %s".formatted(topic, e.getMessage()));
        }
    }

    private TransferView view(UUID transfer) {
        return views.computeIfAbsent(transfer, id -> new TransferView(strategyOf));
    }

    private void show(UUID transfer, boolean news) {
        if (news) {
            var view = view(transfer);
            screen.show(view);
            if (view.ended()) {
                endOf(transfer).complete(view.completed());
            }
        }
    }
}
