package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A message that is produced and consumed three times, and nothing else: what a transfer cannot be faster than. */
final class BareHops implements AutoCloseable {

    private static final int HOPS = 3;

    private final List<String> topics;
    private final List<KafkaConsumer<byte[], byte[]>> consumers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Thread> relays = new ArrayList<>();

    BareHops(Servers servers) {
        var run = UUID.randomUUID();
        topics = IntStream.range(0, HOPS).mapToObj(hop -> "bare-%s-%d".formatted(run, hop)).toList();
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            admin.createTopics(topics.stream().map(topic -> new NewTopic(topic, 1, (short) 1)).toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers(), "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumers = topics.stream().map(topic -> consumer(servers, topic)).toList();
        for (var hop = 0; hop < HOPS - 1; hop++) {
            var from = consumers.get(hop);
            var to = topics.get(hop + 1);
            relays.add(Thread.ofPlatform().daemon().start(() -> relay(from, to)));
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Servers servers, String topic) {
        var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partition = List.of(new TopicPartition(topic, 0));
        consumer.assign(partition);
        consumer.seekToBeginning(partition);
        return consumer;
    }

    private void relay(KafkaConsumer<byte[], byte[]> from, String to) {
        try (from) {
            while (true) {
                from.poll(Duration.ofSeconds(1))
                        .forEach(message -> producer.send(new ProducerRecord<>(to, message.value())));
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    /** One message through all hops. */
    Duration once() {
        var begin = System.nanoTime();
        producer.send(new ProducerRecord<>(topics.getFirst(), new byte[200]));
        while (consumers.getLast().poll(Duration.ofSeconds(1)).isEmpty()) {
            // not there yet
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        consumers.subList(0, HOPS - 1).forEach(KafkaConsumer::wakeup);
        try {
            for (var relay : relays) {
                relay.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumers.getLast().close();
        producer.close();
    }
}
