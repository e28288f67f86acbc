package org.userdatatransfer.worker.coordination;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.saga.SagaPolicy.WhenOverdue;

/**
 * How transfers are coordinated.
 *
 * @param maxRunning how many transfers run at a time, over all tenants
 * @param sweepInterval how often overdue sagas and waiting tickets are looked for, besides being woken
 * @param sweepBatch how many overdue sagas one transaction takes
 * @param askAgainAfter how long a sub-task may be silent before it is asked again; doubled each time, up to 32 times as
 *     long
 * @param firstDeferral how long a deferred sub-task waits at first; doubled up to ask-again-after
 * @param transferDeadline how long a run may take before when-overdue applies
 * @param whenOverdue COMPENSATE takes back what is done; NEEDS_OPERATOR leaves it until somebody decides
 * @param compensationDeadline how long taking back may take before an operator is needed
 * @param compensationRounds how often a failed compensation is tried in all
 * @param compensationPause how long it waits between two rounds
 * @param undoWindow how long a completed transfer can be undone; not longer than the row ledger is kept
 * @param retention how long a finished transfer and its history are kept; longer than Kafka keeps requests, or a late
 *     redelivery would run it again; and at least undo-window
 */
@Validated
@ConfigurationProperties("user-data-transfer.coordination")
public record CoordinationSettings(
        @Min(1) @DefaultValue("500") int maxRunning,
        @DurationMin(millis = 1) @DefaultValue("1s") Duration sweepInterval,
        @Min(1) @DefaultValue("200") int sweepBatch,
        @DurationMin(millis = 1) @DefaultValue("2m") Duration askAgainAfter,
        @DurationMin(millis = 1) @DefaultValue("2s") Duration firstDeferral,
        @DurationMin(millis = 1) @DefaultValue("24h") Duration transferDeadline,
        @DefaultValue("COMPENSATE") WhenOverdue whenOverdue,
        @DurationMin(millis = 1) @DefaultValue("24h") Duration compensationDeadline,
        @Min(1) @DefaultValue("5") int compensationRounds,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration compensationPause,
        @DurationMin(millis = 1) @DefaultValue("30d") Duration undoWindow,
        @DurationMin(millis = 1) @DefaultValue("90d") Duration retention) {

    public CoordinationSettings {
        if (retention.compareTo(undoWindow) < 0) {
            throw new IllegalArgumentException(
                    "retention (%s) is shorter than undo-window (%s): a transfer would be forgotten while it can be undone"
                            .formatted(retention, undoWindow));
        }
    }

    SagaPolicy policy() {
        return new SagaPolicy(
                askAgainAfter,
                firstDeferral,
                transferDeadline,
                whenOverdue,
                compensationDeadline,
                compensationRounds,
                compensationPause,
                undoWindow);
    }
}
