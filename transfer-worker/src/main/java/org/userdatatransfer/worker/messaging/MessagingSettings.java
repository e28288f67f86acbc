package org.userdatatransfer.worker.messaging;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How messages are consumed.
 *
 * @param partitions how many partitions a topic is created with; raising it adds partitions to existing ones
 * @param replicas how many copies of a new topic the brokers keep; -1 leaves it to them
 * @param coordinatorThreads how many consumers coordinate sagas here
 * @param subTaskThreads how many consumers do sub-tasks here
 * @param sliceThreads how many consumers do further slices of large data types here
 * @param firstBackOff how long to wait before a batch is tried again after the machine failed
 * @param longestBackOff how long such a wait gets at most; it doubles each time
 */
@Validated
@ConfigurationProperties("user-data-transfer.messaging")
public record MessagingSettings(
        @Min(1) @DefaultValue("12") int partitions,
        @DefaultValue("-1") short replicas,
        @Min(1) @DefaultValue("2") int coordinatorThreads,
        @Min(1) @DefaultValue("2") int subTaskThreads,
        @Min(1) @DefaultValue("2") int sliceThreads,
        @DurationMin(millis = 1) @DefaultValue("500ms") Duration firstBackOff,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration longestBackOff) {}
