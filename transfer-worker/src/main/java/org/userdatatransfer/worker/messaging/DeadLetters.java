package org.userdatatransfer.worker.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.worker.wire.PoisonRecordException;

/** What nobody can read, as it goes to the topic's dead letters: as it was, with the cause in its headers. */
final class DeadLetters {

    static final String CAUSE = "dlt-cause";
    static final String TOPIC = "dlt-topic";
    static final String PARTITION = "dlt-partition";
    static final String OFFSET = "dlt-offset";

    private DeadLetters() {}

    static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> poison, PoisonRecordException cause) {
        var dead = new ProducerRecord<>(Topics.deadLettersOf(poison.topic()), poison.key(), poison.value());
        poison.headers().forEach(header -> dead.headers().add(header));
        dead.headers()
                .add(CAUSE, bytes(String.valueOf(cause.getMessage())))
                .add(TOPIC, bytes(poison.topic()))
                .add(PARTITION, bytes(Integer.toString(poison.partition())))
                .add(OFFSET, bytes(Long.toString(poison.offset())));
        return dead;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
