package org.userdatatransfer.worker.coordination;

import java.util.Objects;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.saga.SagaEvent;
import org.userdatatransfer.worker.saga.SagaPolicy;

/** Finds the sagas for which time makes a difference, by the database's clock: several workers may look at once. */
final class OverdueSagas {

    private final TransactionOperations transaction;
    private final SagaStore store;
    private final DecisionWriter writer;
    private final SagaPolicy policy;
    private final int batch;
    private final Runnable wakePromotion;

    OverdueSagas(
            TransactionOperations transaction,
            SagaStore store,
            DecisionWriter writer,
            SagaPolicy policy,
            int batch,
            Runnable wakePromotion) {
        this.transaction = transaction;
        this.store = store;
        this.writer = writer;
        this.policy = policy;
        this.batch = batch;
        this.wakePromotion = wakePromotion;
    }

    /** Until none is overdue. */
    void sweep() {
        var isMore = true;
        while (isMore) {
            var swept = Objects.requireNonNull(transaction.execute(status -> sweepBatch()));
            if (swept.ticketsCalled()) {
                wakePromotion.run();
            }
            isMore = swept.sagas() == batch;
        }
    }

    private record Swept(int sagas, boolean ticketsCalled) {}

    private Swept sweepBatch() {
        var ids = store.lockOverdue(batch);
        var decisions = new Decisions(store.read(ids), policy);
        for (var id : ids) {
            // Also one that turns out to be early: its due time is put right.
            decisions.saga(id).ifPresent(saga -> {
                decisions.touch(saga);
                decisions.apply(saga, new SagaEvent.TimePassed());
            });
        }
        return new Swept(ids.size(), writer.writeSwept(decisions));
    }
}
