package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;

/**
 * The search for late rows in one product, behind its data types; a second round where the first has found some.
 *
 * @param round from 0
 * @param status WAITING (the first round, held until its data types are through; a later one, not asked for yet),
 *     REQUESTED, DEFERRED, DONE or FAILED
 * @param patience while open; where it is done, but data types of other products are not, its {@code due} says until
 *     when that counts
 * @param lateRows what all rounds have moved so far
 * @param overtaken where its transfer is being taken back: the epoch it was asked in, never answered, so that it may
 *     still be carried out; else 0
 */
public record Verification(
        Product product, int round, SubTaskStatus status, Patience patience, long lateRows, int overtaken) {

    private static final int LAST_ROUND = 1;

    static Verification first(Product product) {
        return new Verification(product, 0, SubTaskStatus.WAITING, Patience.NONE, 0, 0);
    }

    int step() {
        return SubTask.FIRST_VERIFY_STEP + round;
    }

    boolean isDone() {
        return status == SubTaskStatus.DONE;
    }

    /** Whether it was done too long before all data types were through. */
    boolean isOutdatedAt(Instant now) {
        return isDone() && patience.due().filter(until -> until.isBefore(now)).isPresent();
    }

    /**
     * The round has moved so many rows: when it moved some, another one looks whether there are still more.
     *
     * @param countsUntil where data types of other products are still under way
     */
    Verification found(long late, Optional<Instant> countsUntil) {
        return late > 0 && round < LAST_ROUND
                ? anotherRound(late)
                : new Verification(
                        product, round, SubTaskStatus.DONE, new Patience(0, countsUntil), lateRows + late, 0);
    }

    Verification anotherRound(long late) {
        return new Verification(product, round + 1, SubTaskStatus.WAITING, Patience.NONE, lateRows + late, 0);
    }

    /** Whether it may still be carried out. A later round that waits has not been asked for; a first one was held. */
    boolean mayStillRun() {
        return status.isOpen() || status == SubTaskStatus.WAITING && round == 0;
    }

    /** @param epoch the one that ends with this */
    Verification takenBack(int epoch) {
        return new Verification(product, round, status, Patience.NONE, lateRows, epoch);
    }

    /** It came before its data types were through. */
    Verification held() {
        return new Verification(product, round, SubTaskStatus.WAITING, Patience.NONE, lateRows, 0);
    }

    /** At rest, no time matters. */
    Verification withoutDue() {
        return new Verification(product, round, status, patience.withoutDue(), lateRows, overtaken);
    }

    Verification failed() {
        return new Verification(product, round, SubTaskStatus.FAILED, Patience.NONE, lateRows, 0);
    }

    Verification asked(Moment moment) {
        return open(SubTaskStatus.REQUESTED, patience.asked(moment));
    }

    /** Asked again since it has been silent, or since its deferral is over. */
    Verification askedAgain(Moment moment) {
        return status == SubTaskStatus.DEFERRED
                ? asked(moment)
                : open(SubTaskStatus.REQUESTED, patience.askedInVain(moment));
    }

    Verification deferred(Moment moment) {
        return status == SubTaskStatus.DEFERRED ? this : open(SubTaskStatus.DEFERRED, patience.deferred(moment));
    }

    private Verification open(SubTaskStatus next, Patience until) {
        return new Verification(product, round, next, until, lateRows, 0);
    }

    boolean isDueAt(Instant now) {
        return status.isOpen() && patience.isOverAt(now);
    }
}
