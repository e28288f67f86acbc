package org.userdatatransfer.worker.products;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks after every product's row ledger while the worker runs. */
@Component
class LedgerUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerUpkeep.class);

    private final ProductDatabases databases;
    private final ProductSettings settings;

    LedgerUpkeep(ProductDatabases databases, ProductSettings settings) {
        this.databases = databases;
        this.settings = settings;
    }

    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT6H")
    void keep() {
        for (var database : databases.all()) {
            try {
                var partitions = new LedgerPartitions(database.jdbc());
                partitions.make();
                for (var dropped : partitions.drop(settings.ledgerRetention())) {
                    LOG.info(
                            "{} of product {} is dropped: what is in it cannot be undone any more",
                            dropped,
                            database.product());
                }
            } catch (RuntimeException e) {
                LOG.warn("The row ledger of {} could not be looked after; tried again later", database.product(), e);
            }
        }
    }
}
