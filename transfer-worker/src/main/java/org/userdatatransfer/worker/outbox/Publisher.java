package org.userdatatransfer.worker.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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

    /** A record on its way to the brokers. */
    record Sent(ProducerRecord<byte[], byte[]> message, CompletableFuture<?> acknowledged) {

        /** Whether the brokers are known to have it. */
        boolean hasLeft() {
            return acknowledged.state() == Future.State.SUCCESS;
        }
    }

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

    /** Starts publishing the records, in their order. */
    List<Sent> send(List<ProducerRecord<byte[], byte[]>> records) {
        var sent = new ArrayList<Sent>();
        try {
            for (var message : records) {
                sent.add(new Sent(message, sendOne(message)));
            }
        } catch (RuntimeException e) {
            records.stream()
                    .skip(sent.size())
                    .map(message -> new Sent(message, CompletableFuture.failedFuture(e)))
                    .toList()
                    .forEach(sent::add);
        }
        return sent;
    }

    /**
     * One that is too large keeps none behind it back. Any other error ends the batch: without brokers each further
     * send would block as long again.
     */
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
    void await(List<Sent> sent) {
        try {
            CompletableFuture.allOf(sent.stream().map(Sent::acknowledged).toArray(CompletableFuture[]::new))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The brokers have not acknowledged all messages: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while publishing", e);
        }
    }
}
