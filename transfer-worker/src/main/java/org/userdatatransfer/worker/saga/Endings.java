package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.saga.Announcement.FailureOutcome;
import org.userdatatransfer.worker.transfer.FailureReason;

/** What the world is told when a saga comes to rest. */
final class Endings {

    private Endings() {}

    static Optional<Announcement.Fact> of(Saga saga) {
        return switch (saga.phase()) {
            case PREVIEWED -> Optional.of(new Announcement.Previewed(saga.results(), PlanHash.of(saga.results())));
            case COMPLETED -> Optional.of(completed(saga));
            case REJECTED ->
                Optional.of(new Announcement.Failed(FailureOutcome.REJECTED, saga.run().reasons(), List.of()));
            case COMPENSATED -> Optional.of(failed(saga, FailureOutcome.COMPENSATED));
            case CANCELLED -> Optional.of(failed(saga, FailureOutcome.CANCELLED));
            case NEEDS_OPERATOR ->
                Optional.of(new Announcement.Failed(
                        FailureOutcome.NEEDS_OPERATOR, withUnrestored(saga), saga.results()));
            case UNDONE -> Optional.of(new Announcement.Undone(saga.undoneFor().orElse(""), saga.results()));
            case SCHEDULED,
                    QUEUED,
                    CHECKING,
                    PREVIEWING,
                    TRANSFERRING,
                    VERIFYING,
                    COMPENSATING,
                    UNDOING,
                    ACCEPTED -> Optional.empty();
        };
    }

    private static Announcement.Completed completed(Saga saga) {
        var results = saga.results();
        var verifications = saga.run().verifications();
        return new Announcement.Completed(
                results,
                Results.conserved(results),
                verifications.stream().mapToInt(v -> v.round() + 1).max().orElse(0),
                verifications.stream().mapToLong(Verification::lateRows).sum());
    }

    private static Announcement.Failed failed(Saga saga, FailureOutcome outcome) {
        var touched = saga.run().subTasks().stream().anyMatch(s -> s.status() == SubTaskStatus.COMPENSATED);
        return new Announcement.Failed(outcome, saga.run().reasons(), touched ? saga.results() : List.of());
    }

    /** The reasons it was taken back for, and every data type that was not restored. */
    private static List<FailureReason> withUnrestored(Saga saga) {
        var reasons = new ArrayList<>(saga.run().reasons());
        if (saga.run().course() == Course.HALTED) {
            return reasons;
        }
        for (var planned : saga.plannedSubTasks()) {
            if (!planned.status().isRestored()) {
                reasons.add(Reasons.notRestored(saga, planned));
            }
        }
        return reasons;
    }
}
