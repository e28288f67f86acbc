package org.userdatatransfer.worker.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.RetryListener;

/** Says in the log which batches have to be tried again, and why. */
final class FailedBatches implements RetryListener {

    private static final Logger LOG = LoggerFactory.getLogger(FailedBatches.class);

    @Override
    public void failedDelivery(ConsumerRecord<?, ?> message, @Nullable Exception failure, int attempt) {
        LOG.warn("A record of {} will be tried again, after attempt {}", message.topic(), attempt, cause(failure));
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> records, @Nullable Exception failure, int attempt) {
        LOG.warn(
                "{} records of {} will be tried again, after attempt {}",
                records.count(),
                records.partitions(),
                attempt,
                cause(failure));
    }

    private static @Nullable Throwable cause(@Nullable Exception failure) {
        return failure instanceof ListenerExecutionFailedException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
