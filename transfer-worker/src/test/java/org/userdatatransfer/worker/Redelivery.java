package org.userdatatransfer.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.userdatatransfer.events.Topics;

/** An unreliable network: sends every record that comes by once more, a handful at a time, shuffled. */
final class Redelivery implements AutoCloseable {

    private static final String AGAIN = "again";
    private static final int HANDFUL = 20;

    private final List<ConsumerRecord<byte[], byte[]>> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<ConsumerRecord<byte[], byte[]>> inHand = new ArrayList<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Random random;
    private final Thread thread;

    Redelivery(String bootstrapServers, long seed) {
        random = new Random(seed);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = List.of(
                        Topics.TRANSFER_REQUESTED,
                        Topics.TRANSFER_CONTROL,
                        Topics.SUBTASK_REQUESTED,
                        Topics.SUBTASK_REPORTED)
                .stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().daemon().name("redelivery").start(this::listen);
    }

    /** Sends everything that came by since the beginning once more, in an order of its own. */
    int everythingAgain() {
        var all = new ArrayList<>(seen);
        Collections.shuffle(all, random);
        all.forEach(this::again);
        producer.flush();
        return all.size();
    }

    private void listen() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofMillis(50)).forEach(this::take);
                Collections.shuffle(inHand, random);
                while (inHand.size() > HANDFUL) {
                    again(inHand.removeLast());
                }
            }
        } catch (WakeupException e) {
            inHand.forEach(this::again);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        if (message.headers().lastHeader(AGAIN) == null) {
            seen.add(message);
            inHand.add(message);
        }
    }

    private void again(ConsumerRecord<byte[], byte[]> message) {
        var copy = new ProducerRecord<>(message.topic(), message.key(), message.value());
        message.headers().forEach(copy.headers()::add);
        copy.headers().add(AGAIN, new byte[0]);
        producer.send(copy);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
