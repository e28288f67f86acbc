package org.userdatatransfer.worker.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.userdatatransfer.worker.wire.OutgoingMessage;
import org.userdatatransfer.worker.wire.WireFormat;

/**
 * Takes messages within a transaction of the coordinator's database and publishes them, in their order, right after its
 * commit. What a crash or an outage leaves behind is published by a sweep, so that a message may come twice and late,
 * but always comes; if the transaction is rolled back, it never does.
 */
@Component
public class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final OutboxTable table;
    private final WireFormat wire;
    private final Publisher publisher;

    /** Batches that are published, but still in the table. */
    private final ConcurrentLinkedQueue<Long> published = new ConcurrentLinkedQueue<>();

    Outbox(JdbcClient jdbc, WireFormat wire, Publisher publisher) {
        this.table = new OutboxTable(jdbc);
        this.wire = wire;
        this.publisher = publisher;
    }

    /** Takes messages that leave together if the caller's transaction commits. */
    public void append(List<OutgoingMessage> messages) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Messages are appended to the outbox only within a transaction");
        }
        if (messages.isEmpty()) {
            return;
        }
        var records = messages.stream().map(wire::encode).toList();
        var cleared = takePublished();
        TransactionSynchronizationManager.registerSynchronization(
                new AfterAppend(cleared, append(records, cleared), records));
    }

    private long append(List<ProducerRecord<byte[], byte[]>> records, List<Long> cleared) {
        try {
            return table.append(records, cleared);
        } catch (RuntimeException e) {
            published.addAll(cleared);
            throw e;
        }
    }

    /** Removes published batches from the table; outside a transaction it is one of its own. */
    void clearPublished() {
        var cleared = takePublished();
        if (!cleared.isEmpty()) {
            try {
                table.clear(cleared);
            } catch (RuntimeException e) {
                published.addAll(cleared);
                throw e;
            }
        }
    }

    private List<Long> takePublished() {
        var taken = new ArrayList<Long>();
        for (var id = published.poll(); id != null; id = published.poll()) {
            taken.add(id);
        }
        return taken;
    }

    private final class AfterAppend implements TransactionSynchronization {

        private final Collection<Long> cleared;
        private final long batch;
        private final List<ProducerRecord<byte[], byte[]>> records;

        AfterAppend(Collection<Long> cleared, long batch, List<ProducerRecord<byte[], byte[]>> records) {
            this.cleared = cleared;
            this.batch = batch;
            this.records = records;
        }

        @Override
        public void afterCommit() {
            try {
                publisher.publish(records);
                published.add(batch);
            } catch (KafkaException e) {
                LOG.warn("{} messages stay in the outbox for the next sweep: {}", records.size(), e.getMessage());
            }
        }

        @Override
        public void afterCompletion(int status) {
            if (status != STATUS_COMMITTED) {
                published.addAll(cleared);
            }
        }
    }
}
