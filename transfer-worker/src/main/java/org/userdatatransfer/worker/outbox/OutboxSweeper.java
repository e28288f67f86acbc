package org.userdatatransfer.worker.outbox;

import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishes what a crash between commit and publishing has left in the outbox. */
@Component
class OutboxSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSweeper.class);

    private final Outbox outbox;
    private final OutboxTable table;
    private final Publisher publisher;
    private final OutboxSettings settings;
    private final TransactionTemplate transaction;

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

    @Scheduled(fixedDelayString = "${user-data-transfer.outbox.sweep-every:2s}")
    void sweep() {
        try {
            outbox.clearPublished();
            while (publishAbandoned() == settings.sweepSize()) {
                // there may be more
            }
        } catch (RuntimeException e) {
            LOG.warn("The outbox could not be swept and will be again in {}: {}", settings.sweepEvery(), e.toString());
        }
    }

    /** How many batches were abandoned and are published now; one that cannot be does not keep the others back. */
    private int publishAbandoned() {
        return transaction.execute(status -> {
            var leaving = new LinkedHashMap<Long, CompletableFuture<Void>>();
            for (var batch : table.abandoned(settings.abandonedAfter(), settings.sweepSize())) {
                leaving.put(batch.id(), publisher.send(batch.messages()));
            }
            var left = leaving.keySet().stream()
                    .filter(id -> hasLeft(id, leaving.get(id)))
                    .toList();
            if (!left.isEmpty()) {
                table.clear(left);
                LOG.info("Published {} batches that were left in the outbox", left.size());
            }
            return left.size();
        });
    }

    private boolean hasLeft(long batch, CompletableFuture<Void> acknowledged) {
        try {
            publisher.await(acknowledged);
            return true;
        } catch (KafkaException e) {
            LOG.warn("Batch {} stays in the outbox: {}", batch, e.getMessage());
            return false;
        }
    }
}
