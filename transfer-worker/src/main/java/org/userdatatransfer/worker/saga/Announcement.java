package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * Something the world is told of a transfer.
 *
 * @param sequence counts the announcements of the transfer from 1
 */
public record Announcement(
        TransferId transferId,
        long sequence,
        TenantId tenant,
        UserId source,
        UserId target,
        int epoch,
        Instant at,
        Fact fact) {

    /** What is told. */
    public sealed interface Fact {}

    /** Where the transfer stands now; {@code by} is who asked, {@code waitsFor} what keeps it queued. */
    public record StatusChanged(
            Phase phase,
            Cause cause,
            Optional<String> by,
            Optional<Integer> queuePosition,
            List<TransferId> waitsFor,
            List<Progress> dataTypes,
            Optional<String> message)
            implements Fact {

        public StatusChanged {
            waitsFor = List.copyOf(waitsFor);
            dataTypes = List.copyOf(dataTypes);
        }
    }

    /** How far one data type is; counts as in {@code Tally}. */
    public record Progress(
            DataTypeName dataType,
            String state,
            long rowsDone,
            long rowsPlanned,
            long moved,
            long archived,
            long collapsed,
            Optional<String> reason) {}

    /** What the transfer would do; the hash may be given to a later request. */
    public record Previewed(List<DataTypeResult> results, String planHash) implements Fact {

        public Previewed {
            results = List.copyOf(results);
        }
    }

    /** Everything is the target's. */
    public record Completed(List<DataTypeResult> results, boolean conserved, int verifyRounds, long lateRows)
            implements Fact {

        public Completed {
            results = List.copyOf(results);
        }
    }

    /** How a transfer that did not happen ended. */
    public enum FailureOutcome {
        REJECTED,
        COMPENSATED,
        CANCELLED,
        NEEDS_OPERATOR
    }

    /** The transfer did not happen, or was taken back. */
    public record Failed(FailureOutcome outcome, List<FailureReason> reasons, List<DataTypeResult> results)
            implements Fact {

        public Failed {
            reasons = List.copyOf(reasons);
            results = List.copyOf(results);
        }
    }

    /** A completed transfer was taken back. */
    public record Undone(String requestedBy, List<DataTypeResult> results) implements Fact {

        public Undone {
            results = List.copyOf(results);
        }
    }
}
