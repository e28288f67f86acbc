package org.userdatatransfer.worker.messaging;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;
import org.userdatatransfer.events.Topics;

/** What Spring's Kafka support is told: the topics to create, and what to do when a listener throws. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

    /**
     * A listener throws when the machine is down (a database, the brokers, the registry), or when a worker of another
     * version, or a person, must see to a saga. Then the same batch is tried again, for as long as that takes, while
     * the paused consumer goes on polling and keeps its partitions: nothing that was asked for is given up.
     */
    @Bean
    CommonErrorHandler tryAgainWithoutEnd(MessagingSettings settings) {
        var backOff = new ExponentialBackOff(settings.firstBackOff().toMillis(), 2);
        backOff.setMaxInterval(settings.longestBackOff().toMillis());
        backOff.setMaxElapsedTime(Long.MAX_VALUE);
        var handler = new DefaultErrorHandler(
                (message, failure) -> {
                    throw new IllegalStateException("A batch is never given up", failure);
                },
                backOff);
        handler.setClassifications(Map.of(), true);
        handler.setRetryListeners(new FailedBatches());
        return handler;
    }

    /** @param largest what the producer sends: a dead letter has more headers than the record that just fitted */
    @Bean
    NewTopics topics(
            MessagingSettings settings,
            @Value("${spring.kafka.producer.properties.max.request.size}") String largest) {
        return new NewTopics(Topics.ALL.stream()
                .flatMap(topic -> Stream.of(
                        topic(topic, settings.partitions(), settings).build(),
                        topic(Topics.deadLettersOf(topic), 1, settings)
                                .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, largest)
                                .build()))
                .toArray(NewTopic[]::new));
    }

    private static TopicBuilder topic(String name, int partitions, MessagingSettings settings) {
        return TopicBuilder.name(name).partitions(partitions).replicas(settings.replicas());
    }
}
