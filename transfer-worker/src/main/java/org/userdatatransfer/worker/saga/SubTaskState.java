package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.Tally;

/**
 * What a saga knows of one data type in the current run.
 *
 * @param step the slice that is next, or under way
 * @param patience while open
 * @param overtaken while it waits to be taken back: the epoch of a command that was never answered and may still be
 *     carried out, or 0
 * @param result what was last reported
 */
public record SubTaskState(
        SubTaskStatus status,
        int step,
        Patience patience,
        int overtaken,
        Optional<DataTypeResult> result) {

    static final SubTaskState FRESH =
            new SubTaskState(SubTaskStatus.WAITING, 0, Patience.NONE, 0, Optional.empty());

    static SubTaskState notReplayed(DataTypeName type) {
        return excluded(DataTypeResult.skipped(type, ReasonCode.NOT_REPLAYED, "The replay did not name it."));
    }

    static SubTaskState excluded(DataTypeResult why) {
        return new SubTaskState(SubTaskStatus.EXCLUDED, 0, Patience.NONE, 0, Optional.of(why));
    }

    boolean isNotReplayed() {
        return result.flatMap(DataTypeResult::reason).filter(ReasonCode.NOT_REPLAYED.name()::equals).isPresent();
    }

    SubTaskState asked(Moment moment) {
        var next = status == SubTaskStatus.TO_COMPENSATE || status == SubTaskStatus.COMPENSATION_DEFERRED
                ? SubTaskStatus.COMPENSATING
                : SubTaskStatus.REQUESTED;
        return new SubTaskState(status.to(next), step, patience.asked(moment), 0, result);
    }

    /** Asked again since it has been silent, or since its deferral is over; a slice under way stays what it is. */
    SubTaskState askedAgain(Moment moment) {
        return switch (status) {
            case REQUESTED, IN_PROGRESS, COMPENSATING ->
                new SubTaskState(status, step, patience.askedInVain(moment), 0, result);
            case DEFERRED, COMPENSATION_DEFERRED -> asked(moment);
            case WAITING, EXCLUDED, DONE, SKIPPED, FAILED, TO_COMPENSATE, COMPENSATED, UNRESTORED, HELD -> this;
        };
    }

    /** @param epoch the one that ends with this */
    SubTaskState takenBack(int epoch) {
        return status.wasCommanded()
                ? new SubTaskState(
                        status.to(SubTaskStatus.TO_COMPENSATE),
                        0,
                        Patience.NONE,
                        status.mayStillRun() ? epoch : 0,
                        result)
                : this;
    }

    /** Another round for what could not be taken back, or has not been in time. */
    SubTaskState triedAgain(int epoch) {
        return status == SubTaskStatus.UNRESTORED || status.isOpen() ? takenBack(epoch) : this;
    }

    /** The overtaken command has been answered: whatever it did, it does no more. */
    SubTaskState withNothingOvertaken() {
        return new SubTaskState(status, step, patience, 0, result);
    }

    /** Whether a command of it, of whatever epoch, may still be carried out. */
    boolean mayStillRun() {
        return overtaken > 0 || status.mayStillRun();
    }

    SubTaskState forward(DataTypeResult reported, int reportedStep, Moment moment) {
        return switch (reported.outcome()) {
            case DONE -> settled(SubTaskStatus.DONE, reported);
            case SKIPPED -> settled(SubTaskStatus.SKIPPED, reported);
            case FAILED -> settled(SubTaskStatus.FAILED, reported);
            case IN_PROGRESS -> sliced(SubTaskStatus.IN_PROGRESS, reported, reportedStep, moment);
            case DEFERRED -> deferred(SubTaskStatus.DEFERRED, reported, moment);
            case HELD -> held();
        };
    }

    SubTaskState backward(DataTypeResult reported, int reportedStep, Moment moment) {
        return switch (reported.outcome()) {
            case DONE, SKIPPED -> settled(SubTaskStatus.COMPENSATED, reported);
            case FAILED -> settled(SubTaskStatus.UNRESTORED, reported);
            case IN_PROGRESS -> sliced(SubTaskStatus.COMPENSATING, reported, reportedStep, moment);
            case DEFERRED -> deferred(SubTaskStatus.COMPENSATION_DEFERRED, reported, moment);
            case HELD -> this;
        };
    }

    /** What VERIFY moved on top; its failure is the data type's failure. */
    SubTaskState verified(DataTypeResult late) {
        if (late.outcome() == DataTypeOutcome.FAILED) {
            return settled(SubTaskStatus.FAILED, late);
        }
        return new SubTaskState(status, step, patience, 0, Optional.of(result.map(r -> Results.merged(r, late))
                .orElse(late)));
    }

    Tally tally() {
        return result.map(DataTypeResult::tally).orElse(Tally.ZERO);
    }

    boolean isDueAt(Instant now) {
        return status.isOpen() && patience.isOverAt(now);
    }

    private SubTaskState settled(SubTaskStatus next, DataTypeResult reported) {
        return new SubTaskState(status.to(next), step, Patience.NONE, 0, Optional.of(reported));
    }

    private SubTaskState sliced(SubTaskStatus next, DataTypeResult reported, int reportedStep, Moment moment) {
        return new SubTaskState(
                status.to(next), reportedStep + 1, Patience.NONE.asked(moment), 0, Optional.of(reported));
    }

    /** Nothing is to be heard of it before it is asked again. */
    private SubTaskState held() {
        return status == SubTaskStatus.HELD
                ? this
                : new SubTaskState(status.to(SubTaskStatus.HELD), step, Patience.NONE, 0, result);
    }

    /** How far it had come before is worth more than why it waits. */
    private SubTaskState deferred(SubTaskStatus next, DataTypeResult reported, Moment moment) {
        if (status == next) {
            return this;
        }
        return new SubTaskState(
                status.to(next),
                step,
                patience.deferred(moment),
                0,
                result.or(() -> Optional.of(reported)));
    }
}
