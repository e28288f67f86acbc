package org.userdatatransfer.worker.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.saga.SagaEvent;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.transfer.TransferId;

/** Finds the sagas for which time makes a difference, by the database's clock: several workers may look at once. */
final class OverdueSagas {

    private static final Logger LOG = LoggerFactory.getLogger(OverdueSagas.class);

    private static final Duration PUT_OFF = Duration.ofMinutes(5);

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

    /** Goes on until none is overdue. */
    void sweep() {
        var isMore = true;
        while (isMore) {
            var swept = sweepSome();
            if (swept.ticketsCalled()) {
                wakePromotion.run();
            }
            isMore = swept.sagas() == batch;
        }
    }

    private record Swept(int sagas, boolean ticketsCalled) {}

    /** A saga that nothing can be decided about, such as one whose state cannot be read, holds up no other. */
    private Swept sweepSome() {
        try {
            return inTransaction(() -> decide(store.lockOverdue(batch)));
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            return oneByOne(inTransaction(() -> store.lockOverdue(batch)));
        }
    }

    private Swept oneByOne(List<TransferId> ids) {
        var ticketsCalled = false;
        for (var id : ids) {
            try {
                ticketsCalled |= inTransaction(() -> decideAlone(id)).ticketsCalled();
            } catch (DataAccessException | TransactionException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.error("Nothing can be decided about transfer {}; tried again in {}", id, PUT_OFF, e);
                inTransaction(() -> store.putOff(id, PUT_OFF));
            }
        }
        return new Swept(ids.size(), ticketsCalled);
    }

    private Swept decideAlone(TransferId id) {
        var one = List.of(id);
        store.lockOnly(one);
        return decide(one);
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private Swept decide(List<TransferId> ids) {
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
