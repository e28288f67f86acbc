package org.userdatatransfer.worker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.userdatatransfer.events.Topics;

/** A topic that loses the sub-tasks that are requested while nobody takes them. */
record LostCommands(MessageListenerContainer workers, Admin admin, Map<TopicPartition, Long> sofar)
        implements AutoCloseable {

    static LostCommands of(KafkaListenerEndpointRegistry listeners, String bootstrapServers) {
        var workers = Objects.requireNonNull(listeners.getListenerContainer("sub-tasks"));
        workers.stop();
        var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        return new LostCommands(workers, admin, ends(admin));
    }

    /** Waits until so many have been sent, and loses all that are there. */
    void loseAtLeast(int commands) {
        await("commands").atMost(Duration.ofSeconds(60)).until(() -> count(ends(admin)) - count(sofar) >= commands);
        try {
            admin.deleteRecords(ends(admin).entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue()))))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(Map<TopicPartition, Long> ends) {
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<TopicPartition, Long> ends(Admin admin) {
        try {
            var topic = admin.describeTopics(List.of(Topics.SUBTASK_REQUESTED))
                    .allTopicNames()
                    .get()
                    .get(Topics.SUBTASK_REQUESTED);
            var latest = topic.partitions().stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(topic.name(), partition.partition()),
                            partition -> OffsetSpec.latest()));
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on workers take what is sent. */
    @Override
    public void close() {
        admin.close();
        workers.start();
    }
}
