package org.userdatatransfer.worker.observability;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.ReasonCode;

/** Counts how transfers end, and why they fail, from what is announced; only once that is committed. */
public final class EndedTransfers {

    static final String ENDED = "transfer.ended";
    static final String REASONS = "transfer.failure.reasons";

    private final MeterRegistry registry;

    public EndedTransfers(MeterRegistry registry) {
        this.registry = registry;
    }

    /** In the transaction that announces them. */
    public void announced(List<Announcement> announcements) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                announcements.forEach(EndedTransfers.this::count);
            }
        });
    }

    private void count(Announcement announcement) {
        outcome(announcement.fact())
                .ifPresent(outcome -> registry.counter(ENDED, "outcome", outcome).increment());
        if (announcement.fact() instanceof Announcement.Failed failed) {
            failed.reasons()
                    .forEach(reason -> registry.counter(REASONS, "code", reason.code()).increment());
        }
    }

    private static boolean isOfReusedId(Announcement.Failed failed) {
        return failed.reasons().stream().allMatch(reason -> reason.code().equals(ReasonCode.ID_REUSED.name()));
    }

    private static Optional<String> outcome(Announcement.Fact fact) {
        return switch (fact) {
            case Announcement.Previewed previewed -> Optional.of("PREVIEWED");
            case Announcement.Completed completed -> Optional.of("COMPLETED");
            // A transfer whose id somebody else has used again goes on.
            case Announcement.Failed failed ->
                Optional.of(failed.outcome().name()).filter(outcome -> !isOfReusedId(failed));
            case Announcement.Undone undone -> Optional.of("UNDONE");
            // The one end that is no outcome of its own: it has been announced as NEEDS_OPERATOR before.
            case Announcement.StatusChanged status ->
                status.phase() == Phase.ACCEPTED && status.cause() == Cause.ACCEPT
                        ? Optional.of("ACCEPTED")
                        : Optional.empty();
        };
    }
}
