package org.userdatatransfer.worker.transfer;

import java.util.List;
import java.util.Optional;

/**
 * What became of one data type.
 *
 * @param reason a code for programs, such as {@code TABLE_ABSENT}; present unless the outcome is IN_PROGRESS or plain
 *     DONE
 * @param message the same for a person, naming table, constraint and value
 * @param rowsDone for the progress bar: pairs, of {@code rowsPlanned}
 * @param decisionHash for PREVIEW: a hash over the conflict decisions (not over plain moves)
 */
public record DataTypeResult(
        DataTypeName dataType,
        DataTypeOutcome outcome,
        Optional<String> reason,
        Optional<String> message,
        Tally tally,
        long rowsDone,
        long rowsPlanned,
        List<Flag> flags,
        List<Unrestored> unrestored,
        Optional<String> decisionHash) {

    public DataTypeResult {
        flags = List.copyOf(flags);
        unrestored = List.copyOf(unrestored);
    }

    /** Done, and there was nothing to do. */
    public static DataTypeResult done(DataTypeName dataType) {
        return of(dataType, DataTypeOutcome.DONE, Optional.empty(), Optional.empty());
    }

    /** To be done, and nothing is yet. */
    public static DataTypeResult inProgress(DataTypeName dataType) {
        return of(dataType, DataTypeOutcome.IN_PROGRESS, Optional.empty(), Optional.empty());
    }

    /** Nothing was done, and nothing is to be. */
    public static DataTypeResult skipped(DataTypeName dataType, ReasonCode reason, String message) {
        return of(dataType, DataTypeOutcome.SKIPPED, Optional.of(reason), Optional.of(message));
    }

    /** It cannot be done; the sub-task has changed nothing. */
    public static DataTypeResult failed(DataTypeName dataType, ReasonCode reason, String message) {
        return of(dataType, DataTypeOutcome.FAILED, Optional.of(reason), Optional.of(message));
    }

    /** Nothing was done yet: somebody is in the way. */
    public static DataTypeResult deferred(DataTypeName dataType, ReasonCode reason, String message) {
        return of(dataType, DataTypeOutcome.DEFERRED, Optional.of(reason), Optional.of(message));
    }

    /** Nothing was done yet: something that comes before it is not through. */
    public static DataTypeResult held(DataTypeName dataType) {
        return of(
                dataType,
                DataTypeOutcome.HELD,
                Optional.of(ReasonCode.TOO_EARLY),
                Optional.of("Is to be asked again once everything that comes before it is through"));
    }

    private static DataTypeResult of(
            DataTypeName dataType, DataTypeOutcome outcome, Optional<ReasonCode> reason, Optional<String> message) {
        return new DataTypeResult(
                dataType,
                outcome,
                reason.map(ReasonCode::name),
                message,
                Tally.ZERO,
                0,
                0,
                List.of(),
                List.of(),
                Optional.empty());
    }
}
