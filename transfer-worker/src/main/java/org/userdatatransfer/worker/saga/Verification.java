package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;

/**
 * The search for late rows in one product, at most two rounds.
 *
 * @param round from 0
 * @param status WAITING, REQUESTED, DEFERRED, DONE or FAILED
 * @param lateRows what all rounds have moved so far
 */
public record Verification(
        Product product, int round, SubTaskStatus status, int deferrals, Optional<Instant> due, long lateRows) {

    private static final int LAST_ROUND = 1;

    static Verification first(Product product) {
        return new Verification(product, 0, SubTaskStatus.WAITING, 0, Optional.empty(), 0);
    }

    int step() {
        return SubTask.FIRST_VERIFY_STEP + round;
    }

    boolean isDone() {
        return status == SubTaskStatus.DONE;
    }

    /** The round has moved so many rows: when it moved some, another one looks whether there are still more. */
    Verification found(long late) {
        return late > 0 && round < LAST_ROUND
                ? new Verification(
                        product, round + 1, SubTaskStatus.WAITING, 0, Optional.empty(), lateRows + late)
                : new Verification(product, round, SubTaskStatus.DONE, 0, Optional.empty(), lateRows + late);
    }

    Verification failed() {
        return new Verification(product, round, SubTaskStatus.FAILED, deferrals, Optional.empty(), lateRows);
    }

    Verification asked(Moment moment) {
        return new Verification(
                product, round, SubTaskStatus.REQUESTED, deferrals, Optional.of(moment.nextAsk()), lateRows);
    }

    Verification askedAgain(Moment moment) {
        return new Verification(
                product,
                round,
                SubTaskStatus.REQUESTED,
                deferrals + 1,
                Optional.of(moment.nextAsk(deferrals + 1)),
                lateRows);
    }

    Verification deferred(Moment moment) {
        return status == SubTaskStatus.DEFERRED
                ? this
                : new Verification(
                        product,
                        round,
                        SubTaskStatus.DEFERRED,
                        deferrals + 1,
                        Optional.of(moment.afterDeferral(deferrals)),
                        lateRows);
    }

    boolean isDueAt(Instant now) {
        return status.isOpen() && due.filter(at -> !at.isAfter(now)).isPresent();
    }
}
