package org.userdatatransfer.worker.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages leave.
 *
 * @param abandonedAfter how old a batch is before a sweep takes it for the leavings of a crash
 * @param sweepEvery how often a sweep looks for such batches
 * @param sweepSize how many of them one sweep publishes at most, in one transaction
 * @param publishTimeout how long the acknowledgement of a batch may take
 */
@ConfigurationProperties("user-data-transfer.outbox")
public record OutboxSettings(
        @DefaultValue("10s") Duration abandonedAfter,
        @DefaultValue("2s") Duration sweepEvery,
        @DefaultValue("100") int sweepSize,
        @DefaultValue("30s") Duration publishTimeout) {}
