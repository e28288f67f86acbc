package org.userdatatransfer.worker.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.FailureOutcome;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;

class EndedTransfersTest {

    private static final Announcement.Fact FAILED = new Announcement.Failed(
            FailureOutcome.REJECTED, List.of(FailureReason.inField(ReasonCode.SAME_USER, "target", "ann", "…")), List.of());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EndedTransfers ended = new EndedTransfers(meters);

    @BeforeEach
    void beginATransaction() {
        TransactionSynchronizationManager.initSynchronization();
    }

    @Test
    void countsEveryEndByItsOutcomeAndEveryFailureByItsReason() {
        ended.announced(List.of(
                told(new Announcement.Completed(List.of(), true, 1, 0)),
                told(FAILED),
                told(FAILED),
                told(status(Phase.ACCEPTED, Cause.ACCEPT)),
                told(status(Phase.ACCEPTED, Cause.CANCEL_REFUSED)),
                told(status(Phase.QUEUED, Cause.REQUESTED))));
        TransactionSynchronizationUtils.triggerAfterCommit();
        assertThat(count("COMPLETED")).isEqualTo(1);
        assertThat(count("REJECTED")).isEqualTo(2);
        assertThat(count("ACCEPTED")).isEqualTo(1);
        assertThat(meters.get(EndedTransfers.REASONS).tag("code", "SAME_USER").counter().count())
                .isEqualTo(2);
    }

    @Test
    void countsWhatIsAnnouncedInATransactionOnlyOnceItIsCommitted() {
        ended.announced(List.of(told(FAILED)));
        assertThat(meters.find(EndedTransfers.ENDED).counters()).isEmpty();
        TransactionSynchronizationUtils.triggerAfterCommit();
        assertThat(count("REJECTED")).isEqualTo(1);
    }

    @Test
    void aReusedIdIsAReasonButNoEnd() {
        ended.announced(List.of(told(new Announcement.Failed(
                FailureOutcome.REJECTED,
                List.of(FailureReason.inField(ReasonCode.ID_REUSED, "target", "ann", "…")),
                List.of()))));
        TransactionSynchronizationUtils.triggerAfterCommit();
        assertThat(meters.find(EndedTransfers.ENDED).counters()).isEmpty();
        assertThat(meters.get(EndedTransfers.REASONS).tag("code", "ID_REUSED").counter().count())
                .isEqualTo(1);
    }

    @AfterEach
    void leaveTheTransaction() {
        TransactionSynchronizationManager.clearSynchronization();
    }

    private double count(String outcome) {
        return meters.get(EndedTransfers.ENDED).tag("outcome", outcome).counter().count();
    }

    private static Announcement.Fact status(Phase phase, Cause cause) {
        return new Announcement.StatusChanged(
                phase, cause, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    private static Announcement told(Announcement.Fact fact) {
        return new Announcement(
                new TransferId(new UUID(0, 1)),
                1,
                new TenantId("acme"),
                new UserId("ann"),
                new UserId("bob"),
                1,
                Instant.EPOCH,
                fact);
    }
}
