package org.userdatatransfer.worker.transfer;

import java.util.List;
import java.util.Optional;

/**
 * What became of one data type.
 *
 * @param reason a code for programs, such as {@code TABLE_ABSENT}; present unless the outcome is IN_PROGRESS or plain DONE
 * @param message the same for a person, naming table, constraint and value
 * @param rowsDone for the progress bar, of {@code rowsPlanned}
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
        return ofNothing(dataType, DataTypeOutcome.DONE);
    }

    /** To be done, and nothing is yet. */
    public static DataTypeResult inProgress(DataTypeName dataType) {
        return ofNothing(dataType, DataTypeOutcome.IN_PROGRESS);
    }

    private static DataTypeResult ofNothing(DataTypeName dataType, DataTypeOutcome outcome) {
        return new DataTypeResult(
                dataType,
                outcome,
                Optional.empty(),
                Optional.empty(),
                Tally.ZERO,
                0,
                0,
                List.of(),
                List.of(),
                Optional.empty());
    }
}
