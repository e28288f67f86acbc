package org.userdatatransfer.worker.outbox;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How messages leave.
 *
 * @param abandonedAfter how old a batch is before a sweep takes it for the leavings of a crash
 * @param sweepInterval how often a sweep looks for such batches
 * @param sweepBatch how many of them are published at a time, in one transaction
 * @param publishTimeout how long the acknowledgement of a batch may take, and how long a sweep goes on sending without
 *     waiting for one
 */
@Validated
@ConfigurationProperties("user-data-transfer.outbox")
public record OutboxSettings(
        @DurationMin(millis = 1) @DefaultValue("10s") Duration abandonedAfter,
        @DurationMin(millis = 1) @DefaultValue("2s") Duration sweepInterval,
        @Min(1) @DefaultValue("100") int sweepBatch,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration publishTimeout) {}
