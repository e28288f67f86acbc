package org.userdatatransfer.worker.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are consumed.
 *
 * @param partitions how many partitions a topic is created with; existing topics stay as they are
 * @param replicas how many copies of a new topic the brokers keep; -1 leaves it to them
 * @param coordinatorThreads how many consumers coordinate sagas here
 * @param subTaskThreads how many consumers do sub-tasks here
 * @param sliceThreads how many consumers do further slices of large data types here
 * @param firstBackOff how long to wait before a batch is tried again after the machine failed
 * @param longestBackOff how long such a wait gets at most; it doubles each time
 */
@ConfigurationProperties("user-data-transfer.messaging")
public record MessagingSettings(
        @DefaultValue("12") int partitions,
        @DefaultValue("-1") short replicas,
        @DefaultValue("2") int coordinatorThreads,
        @DefaultValue("2") int subTaskThreads,
        @DefaultValue("2") int sliceThreads,
        @DefaultValue("500ms") Duration firstBackOff,
        @DefaultValue("30s") Duration longestBackOff) {}
