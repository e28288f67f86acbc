package org.userdatatransfer.worker.benchmark;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.userdatatransfer.events.Topics;

/** What the servers have done so far. */
record Usage(long commits, long walBytes, long messages) {

    static Usage of(Installation installation) {
        var jdbc = installation.servers().jdbc("postgres");
        var commits = jdbc.sql("select sum(xact_commit)::bigint from pg_stat_database where datname in (:names)")
                .param("names", installation.databases())
                .query(Long.class)
                .single();
        var walBytes = jdbc.sql("select (pg_current_wal_lsn() - '0/0')::bigint")
                .query(Long.class)
                .single();
        return new Usage(commits, walBytes, messages(installation.servers().bootstrapServers()));
    }

    Usage since(Usage before) {
        return new Usage(commits - before.commits, walBytes - before.walBytes, messages - before.messages);
    }

    private static long messages(String bootstrapServers) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var existing = admin.listTopics().names().get();
            var topics = Topics.ALL.stream().filter(existing::contains).toList();
            var ends = admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
