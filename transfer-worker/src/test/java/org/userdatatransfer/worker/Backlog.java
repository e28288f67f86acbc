package org.userdatatransfer.worker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.userdatatransfer.events.Topics;

/** What the worker has not taken in yet. */
final class Backlog {

    private static final Map<String, List<String>> CONSUMED = Map.of(
            "user-data-transfer.coordinator",
            List.of(Topics.TRANSFER_REQUESTED, Topics.TRANSFER_CONTROL, Topics.SUBTASK_REPORTED),
            "user-data-transfer.sub-tasks",
            List.of(Topics.SUBTASK_REQUESTED));

    private Backlog() {}

    /** Waits until everything is taken in and nothing new has come of it. */
    static void awaitNone(String bootstrapServers) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            await("no backlog").atMost(Duration.ofSeconds(60)).until(() -> {
                var before = ends(admin);
                return isTakenIn(admin, before) && before.equals(ends(admin));
            });
        }
    }

    private static boolean isTakenIn(Admin admin, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        for (var group : CONSUMED.keySet()) {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            for (var end : ends.entrySet()) {
                var offset = committed.get(end.getKey());
                var taken = offset == null ? 0 : offset.offset();
                if (CONSUMED.get(group).contains(end.getKey().topic()) && taken < end.getValue()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws ExecutionException, InterruptedException {
        var partitions = admin.describeTopics(Topics.ALL).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream().map(p -> new TopicPartition(topic.name(), p.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(partitions).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> offset(end.getValue())));
    }

    private static long offset(ListOffsetsResultInfo end) {
        return end.offset();
    }
}
