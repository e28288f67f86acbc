package org.userdatatransfer.worker.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.userdatatransfer.events.ControlAction;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.events.TransferControl;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.events.TransferUndone;
import org.userdatatransfer.worker.wire.RegistryAvroDeserializer;
import org.userdatatransfer.worker.wire.RegistryAvroSerializer;

/** Asks for transfers, and to undo them, and hears when they have ended, as an HR system would. */
final class Upstream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final KafkaProducer<String, SpecificRecord> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RegistryAvroDeserializer deserializer = new RegistryAvroDeserializer();
    private final Map<UserPair, UUID> transfers = new ConcurrentHashMap<>();
    private final Map<UUID, CompletableFuture<Long>> ends = new ConcurrentHashMap<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final Thread thread;

    /** Hears of all that ends from now on. */
    Upstream(Servers servers) {
        producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers", servers.bootstrapServers(),
                "key.serializer", StringSerializer.class,
                "value.serializer", RegistryAvroSerializer.class,
                "schema.registry.url", servers.registryUrl(),
                "acks", "all",
                "linger.ms", 0));
        deserializer.configure(Map.of("schema.registry.url", servers.registryUrl()), false);
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = Stream.of(Topics.TRANSFER_COMPLETED, Topics.TRANSFER_FAILED, Topics.TRANSFER_UNDONE)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().daemon().name("upstream").start(this::listen);
    }

    /** Asks for a transfer; the answer is how long it has taken to complete. */
    CompletableFuture<Duration> request(UserPair pair) {
        var request = TransferRequested.newBuilder()
                .setTransferId(UUID.randomUUID())
                .setTenantId(pair.tenant())
                .setSourceUserId(pair.source())
                .setTargetUserId(pair.target())
                .setRequestedBy("benchmark")
                .setRequestedAt(Instant.now())
                .build();
        transfers.put(pair, request.getTransferId());
        return send(Topics.TRANSFER_REQUESTED, request.getTenantId(), request, request.getTransferId());
    }

    /** Asks to take back the transfer that was asked for last; the answer is how long that has taken. */
    CompletableFuture<Duration> undo(UserPair pair) {
        var transfer = transfers.get(pair);
        ends.remove(transfer);
        var undo = TransferControl.newBuilder()
                .setControlId(UUID.randomUUID())
                .setTransferId(transfer)
                .setAction(ControlAction.UNDO)
                .setRequestedBy("benchmark")
                .setRequestedAt(Instant.now())
                .build();
        return send(Topics.TRANSFER_CONTROL, transfer.toString(), undo, transfer);
    }

    private CompletableFuture<Duration> send(String topic, String key, SpecificRecord message, UUID transfer) {
        var end = ends.computeIfAbsent(transfer, id -> new CompletableFuture<>());
        var begin = System.nanoTime();
        producer.send(new ProducerRecord<>(topic, key, message));
        return end.thenApply(at -> Duration.ofNanos(at - begin))
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks for all of them at once; until the last one has completed. */
    Duration transferAll(List<UserPair> pairs) {
        return all(pairs, this::request);
    }

    /** Asks to take all of them back at once; until the last one is back. */
    Duration undoAll(List<UserPair> pairs) {
        return all(pairs, this::undo);
    }

    private static Duration all(List<UserPair> pairs, Function<UserPair, CompletableFuture<Duration>> ask) {
        var begin = System.nanoTime();
        var asked = pairs.stream().map(ask).toList();
        asked.forEach(CompletableFuture::join);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** @throws IllegalStateException if the ends of so many transfers were not told exactly once each */
    void checkHeardOnce(int transfers) {
        if (heard.get() != transfers) {
            throw new IllegalStateException("%d transfers have ended %d times".formatted(transfers, heard.get()));
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        producer.close();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try (consumer) {
            while (true) {
                var messages = consumer.poll(Duration.ofSeconds(1));
                var now = System.nanoTime();
                messages.forEach(message -> take(message, now));
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> message, long now) {
        var transfer = UUID.fromString(new String(message.key(), StandardCharsets.UTF_8));
        var end = ends.computeIfAbsent(transfer, id -> new CompletableFuture<>());
        heard.incrementAndGet();
        if (message.topic().equals(Topics.TRANSFER_COMPLETED)) {
            end.complete(now);
            return;
        }
        var told = deserializer.deserialize(message.topic(), message.value());
        if (told instanceof TransferUndone undone
                && undone.getDataTypes().stream().allMatch(type -> type.getUnrestored().isEmpty())) {
            end.complete(now);
        } else {
            end.completeExceptionally(new IllegalStateException("A transfer has failed, or is not all back: " + told));
        }
    }
}
