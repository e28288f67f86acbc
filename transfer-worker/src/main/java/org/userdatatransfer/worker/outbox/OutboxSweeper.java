package org.userdatatransfer.worker.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.userdatatransfer.worker.outbox.OutboxTable.Batch;
import org.userdatatransfer.worker.outbox.Publisher.Sent;

/** Publishes what a crash between commit and publishing has left in the outbox. */
@Component
class OutboxSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSweeper.class);

    private final Outbox outbox;
    private final OutboxTable table;
    private final Publisher publisher;
    private final OutboxSettings settings;
    private final TransactionTemplate transaction;

    /** The batches up to this one have been tried: those that cannot leave keep none behind them back. */
    private long tried;

    OutboxSweeper(
            Outbox outbox,
            JdbcClient jdbc,
            Publisher publisher,
            OutboxSettings settings,
            PlatformTransactionManager transactions) {
        this.outbox = outbox;
        this.table = new OutboxTable(jdbc);
        this.publisher = publisher;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(fixedDelayString = "${user-data-transfer.outbox.sweep-interval:2s}")
    void sweep() {
        try {
            outbox.clearPublished();
            while (publishAbandoned()) {
                // there may be more
            }
        } catch (RuntimeException e) {
            LOG.warn("The outbox could not be swept and will be again in {}: {}", settings.sweepInterval(), e.toString());
        }
    }

    /** Whether the brokers take batches, and there may be more that were abandoned. */
    private boolean publishAbandoned() {
        return transaction.execute(status -> {
            var batches = table.abandoned(settings.abandonedAfter(), tried, settings.sweepBatch());
            var sent = send(batches);
            var left = batches.stream()
                    .limit(sent.size())
                    .map(Batch::id)
                    .filter(id -> hasLeft(id, sent.get(id)))
                    .toList();
            if (!left.isEmpty()) {
                table.clear(left);
                LOG.info("Published {} batches that were left in the outbox", left.size());
            }
            var wereAll = sent.size() == batches.size() && batches.size() < settings.sweepBatch();
            tried = wereAll ? 0 : batches.get(sent.size() - 1).id();
            return tried > 0 && !left.isEmpty();
        });
    }

    /** The first of them: without brokers each blocks for a while, and the transaction must not stay open for long. */
    private Map<Long, List<Sent>> send(List<Batch> batches) {
        var end = System.nanoTime() + settings.publishTimeout().toNanos();
        var sent = new HashMap<Long, List<Sent>>();
        for (var batch : batches) {
            sent.put(batch.id(), publisher.send(batch.messages()));
            if (System.nanoTime() > end) {
                break;
            }
        }
        return sent;
    }

    /** Whether all of the batch has left; what has not stays alone, so that the others do not leave again and again. */
    private boolean hasLeft(long batch, List<Sent> sent) {
        try {
            publisher.await(sent);
            return true;
        } catch (KafkaException e) {
            var staying = sent.stream().filter(one -> !one.hasLeft()).map(Sent::message).toList();
            if (staying.size() < sent.size()) {
                table.keepOnly(batch, staying);
            }
            LOG.warn("{} messages of batch {} stay in the outbox: {}", staying.size(), batch, e.getMessage());
            return false;
        }
    }
}
