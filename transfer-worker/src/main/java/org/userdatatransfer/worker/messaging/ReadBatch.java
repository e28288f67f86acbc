package org.userdatatransfer.worker.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.userdatatransfer.worker.wire.PoisonRecordException;
import org.userdatatransfer.worker.wire.RegistryUnavailableException;

/**
 * A poll's records: what they say, and those that say nothing to anybody.
 *
 * @param values of those that could be read, in their order
 * @param deadLetters of those that nobody can ever read
 */
record ReadBatch<V>(List<V> values, List<ProducerRecord<byte[], byte[]>> deadLetters) {

    private static final Logger LOG = LoggerFactory.getLogger(ReadBatch.class);

    ReadBatch {
        values = List.copyOf(values);
        deadLetters = List.copyOf(deadLetters);
    }

    /** @throws RegistryUnavailableException if it cannot be said of every record now whether it can be read */
    static <V> ReadBatch<V> of(
            List<ConsumerRecord<byte[], byte[]>> records, BiFunction<String, byte @Nullable [], V> read) {
        var values = new ArrayList<V>(records.size());
        var deadLetters = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (var message : records) {
            try {
                values.add(read.apply(message.topic(), message.value()));
            } catch (PoisonRecordException e) {
                LOG.warn(
                        "The record at offset {} of {}-{} goes to the dead letters: {}",
                        message.offset(),
                        message.topic(),
                        message.partition(),
                        e.getMessage());
                deadLetters.add(DeadLetters.of(message, e));
            }
        }
        return new ReadBatch<>(values, deadLetters);
    }
}
