package org.userdatatransfer.worker;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.userdatatransfer.events.FailureOutcome;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.events.TransferCompleted;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferPhase;
import org.userdatatransfer.events.TransferPreviewed;
import org.userdatatransfer.events.TransferStatusChanged;
import org.userdatatransfer.events.TransferUndone;
import org.userdatatransfer.worker.wire.RegistryAvroDeserializer;
import org.userdatatransfer.worker.wire.WireFormat;

/** Somebody who watches everything that is announced. */
final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> OUTCOMES = List.of(
            Topics.TRANSFER_PREVIEWED, Topics.TRANSFER_COMPLETED, Topics.TRANSFER_FAILED, Topics.TRANSFER_UNDONE);

    /** An announcement as it came in. */
    record Heard(String topic, String eventId, SpecificRecord value) {

        boolean isOutcome() {
            return OUTCOMES.contains(topic);
        }
    }

    private final Map<String, List<Heard>> heard = new ConcurrentHashMap<>();
    private final RegistryAvroDeserializer deserializer = new RegistryAvroDeserializer();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;

    Desk(String bootstrapServers, String registryUrl) {
        deserializer.configure(Map.of("schema.registry.url", registryUrl), false);
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = List.of(
                        Topics.TRANSFER_STATUS,
                        Topics.TRANSFER_PREVIEWED,
                        Topics.TRANSFER_COMPLETED,
                        Topics.TRANSFER_FAILED,
                        Topics.TRANSFER_UNDONE)
                .stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = Thread.ofPlatform().daemon().name("desk").start(this::listen);
    }

    TransferCompleted completed(UUID transfer) {
        return last(TransferCompleted.class, transfer);
    }

    TransferFailed failed(UUID transfer) {
        return last(TransferFailed.class, transfer);
    }

    TransferFailed failed(UUID transfer, FailureOutcome outcome) {
        return last(TransferFailed.class, transfer, failed -> failed.getOutcome() == outcome);
    }

    TransferPreviewed previewed(UUID transfer) {
        return last(TransferPreviewed.class, transfer);
    }

    TransferUndone undone(UUID transfer) {
        return last(TransferUndone.class, transfer);
    }

    /** Waits for every one of them to be completed. */
    void allCompleted(Collection<UUID> transfers) {
        transfers.forEach(this::completed);
    }

    /** Waits for a status like that. */
    TransferStatusChanged status(UUID transfer, Predicate<TransferStatusChanged> like) {
        return await("status of " + transfer)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> of(transfer).stream()
                                .map(Heard::value)
                                .filter(TransferStatusChanged.class::isInstance)
                                .map(TransferStatusChanged.class::cast)
                                .filter(like)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    TransferStatusChanged status(UUID transfer, TransferPhase phase) {
        return status(transfer, status -> status.getPhase() == phase);
    }

    /** Everything that was heard of a transfer so far, repeats too. */
    List<Heard> of(UUID transfer) {
        return heard.getOrDefault(transfer.toString(), List.of());
    }

    List<Heard> outcomes(UUID transfer) {
        return of(transfer).stream().filter(Heard::isOutcome).toList();
    }

    private <T> T last(Class<T> kind, UUID transfer) {
        return last(kind, transfer, any -> true);
    }

    private <T> T last(Class<T> kind, UUID transfer, Predicate<T> like) {
        return await(kind.getSimpleName() + " of " + transfer)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> of(transfer).stream()
                                .map(Heard::value)
                                .filter(kind::isInstance)
                                .map(kind::cast)
                                .filter(like)
                                .reduce((first, second) -> second),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void listen() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::take);
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        var eventId = new String(message.headers().lastHeader(WireFormat.EVENT_ID).value(), StandardCharsets.UTF_8);
        heard.computeIfAbsent(new String(message.key(), StandardCharsets.UTF_8), key -> new CopyOnWriteArrayList<>())
                .add(new Heard(
                        message.topic(),
                        eventId,
                        (SpecificRecord) deserializer.deserialize(message.topic(), message.value())));
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
}
