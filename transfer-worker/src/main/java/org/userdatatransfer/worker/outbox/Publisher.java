package org.userdatatransfer.worker.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Publishes records together and waits until the brokers have all of them. */
@Component
public class Publisher {

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final Duration timeout;

    Publisher(KafkaTemplate<byte[], byte[]> kafka, OutboxSettings settings) {
        this.kafka = kafka;
        this.timeout = settings.publishTimeout();
    }

    /** @throws KafkaException if that is not certain; some of them may then be published all the same */
    public void publish(List<ProducerRecord<byte[], byte[]>> records) {
        if (!records.isEmpty()) {
            await(send(records));
        }
    }

    /** Starts publishing the records; the answer is complete when the brokers have all of them. */
    CompletableFuture<Void> send(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            return CompletableFuture.allOf(records.stream().map(this::sendOne).toArray(CompletableFuture[]::new));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One that is too large keeps none behind it back; without brokers the first waits long enough for all. */
    private CompletableFuture<?> sendOne(ProducerRecord<byte[], byte[]> message) {
        try {
            return kafka.send(message);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return CompletableFuture.failedFuture(e);
            }
            throw e;
        }
    }

    /** @throws KafkaException if the brokers do not have all of them in time */
    void await(CompletableFuture<Void> acknowledged) {
        try {
            acknowledged.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The brokers have not acknowledged all messages: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while publishing", e);
        }
    }
}
