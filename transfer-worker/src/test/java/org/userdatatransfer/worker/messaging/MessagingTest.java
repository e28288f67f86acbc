package org.userdatatransfer.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.worker.local.LocalKafka;
import org.userdatatransfer.worker.local.LocalServices;
import org.userdatatransfer.worker.outbox.OutboxSettings;
import org.userdatatransfer.worker.outbox.Publisher;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.subtask.SubTaskRun;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;
import org.userdatatransfer.worker.wire.OutgoingMessage;
import org.userdatatransfer.worker.wire.RegistryAvroDeserializer;
import org.userdatatransfer.worker.wire.RegistryAvroSerializer;
import org.userdatatransfer.worker.wire.WireFormat;
import org.userdatatransfer.worker.wire.WireSettings;

class MessagingTest {

    private static LocalKafka broker;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Inboxes inboxes = new Inboxes();
    private static WireFormat wire;
    private ConfigurableApplicationContext worker;

    @BeforeAll
    static void startBroker() {
        broker = LocalKafka.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        wire = new WireFormat(new WireSettings(
                LocalServices.Shared.registry().url(),
                Duration.ofSeconds(10),
                RegistryAvroSerializer.class,
                RegistryAvroDeserializer.class,
                Map.of()));
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @BeforeEach
    void startWorker() {
        inboxes = new Inboxes();
        worker = startWorker(LocalServices.Shared.registry().url());
    }

    @AfterEach
    void stopWorker() {
        worker.close();
    }

    @Test
    void createsEveryTopicAndItsDeadLetters() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS))
                    .containsAll(Topics.ALL)
                    .containsAll(Topics.ALL.stream().map(Topics::deadLettersOf).toList());
            var requested = admin.describeTopics(List.of(Topics.SUBTASK_REQUESTED))
                    .allTopicNames()
                    .get(10, TimeUnit.SECONDS)
                    .get(Topics.SUBTASK_REQUESTED);
            assertThat(requested.partitions()).hasSize(3);
        }
    }

    @Test
    void publishesTheReportsAndFollowUpsOfASubTask() {
        var transfer = new TransferId(UUID.randomUUID());
        send(wire.encode(OutgoingMessage.of(subTask(transfer, 0))));

        await().untilAsserted(() -> assertThat(inboxes.reportsOf(transfer)).containsExactly(0, 1));
        assertThat(inboxes.subTasks).contains(subTask(transfer, 0), subTask(transfer, 1));
    }

    @Test
    void whatNobodyCanReadGoesToTheDeadLettersAndTheRestIsDone() {
        var transfer = new TransferId(UUID.randomUUID());
        var garbage = "no avro".getBytes(StandardCharsets.UTF_8);
        var key = transfer.toString().getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(Topics.TRANSFER_CONTROL, 1, key, garbage));
        send(control(transfer));

        await().untilAsserted(() -> assertThat(inboxes.controls).contains(transfer));
        var dead = await().until(() -> deadLetter(Topics.TRANSFER_CONTROL, transfer), Optional::isPresent)
                .orElseThrow();
        assertThat(dead.value()).isEqualTo(garbage);
        assertThat(header(dead, DeadLetters.CAUSE)).startsWith("Not in the Confluent wire format");
        assertThat(header(dead, DeadLetters.TOPIC)).isEqualTo(Topics.TRANSFER_CONTROL);
        assertThat(header(dead, DeadLetters.PARTITION)).isEqualTo("1");
        assertThat(header(dead, DeadLetters.OFFSET)).matches("\\d+");
    }

    @Test
    void aDeadLetterMayBeAsLargeAsARecordCanBe() {
        var transfer = new TransferId(UUID.randomUUID());
        var garbage = new byte[1_048_400];
        new Random(1).nextBytes(garbage);
        garbage[0] = 1;
        var key = transfer.toString().getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(Topics.TRANSFER_CONTROL, 1, key, garbage));

        var dead = await().until(() -> deadLetter(Topics.TRANSFER_CONTROL, transfer), Optional::isPresent)
                .orElseThrow();
        assertThat(dead.value()).isEqualTo(garbage);
    }

    @Test
    void noConsumerGivesUpWhereItIsNotLetIn() {
        assertThat(worker.getBean(KafkaListenerEndpointRegistry.class).getListenerContainers())
                .isNotEmpty()
                .allSatisfy(container -> assertThat(
                                container.getContainerProperties().getAuthExceptionRetryInterval())
                        .isNotNull());
    }

    @Test
    void aFailingMachineIsWaitedForAndLosesNothing() {
        var transfer = new TransferId(UUID.randomUUID());
        inboxes.failures.set(4);
        send(control(transfer));

        await().untilAsserted(() -> assertThat(inboxes.controls).contains(transfer));
        assertThat(inboxes.failures).hasValue(0);
        assertThat(deadLetter(Topics.TRANSFER_CONTROL, transfer)).isEmpty();
    }

    @Test
    void evenABugIsNoReasonToGiveARecordUp() {
        var transfer = new TransferId(UUID.randomUUID());
        inboxes.bugs.set(3);
        send(control(transfer));

        await().untilAsserted(() -> assertThat(inboxes.controls).contains(transfer));
        assertThat(deadLetter(Topics.TRANSFER_CONTROL, transfer)).isEmpty();
    }

    @Test
    void aWorkerWhoseConsumerHasStoppedByItselfIsBrokenAndTheNextOneGoesOn() {
        var transfer = new TransferId(UUID.randomUUID());
        inboxes.errors.set(1);
        assertThat(liveness()).isEqualTo(LivenessState.CORRECT);
        send(control(transfer));

        await().untilAsserted(() -> assertThat(liveness()).isEqualTo(LivenessState.BROKEN));
        stopWorker();
        startWorker();

        await().untilAsserted(() -> assertThat(inboxes.controls).contains(transfer));
    }

    private LivenessState liveness() {
        return worker.getBean(ApplicationAvailability.class).getLivenessState();
    }

    @Test
    void anOutageOfTheRegistryIsWaitedForAndKillsNoLetter() throws Exception {
        var transfer = new TransferId(UUID.randomUUID());
        var bytes = control(transfer);
        stopWorker();
        try (var outage = new InterruptibleRegistry(LocalServices.Shared.registry().url())) {
            worker = startWorker(outage.url());
            send(bytes);
            await().untilAsserted(() -> assertThat(outage.refused()).hasPositiveValue());
            assertThat(inboxes.controls).doesNotContain(transfer);

            outage.end();

            await().untilAsserted(() -> assertThat(inboxes.controls).contains(transfer));
            assertThat(deadLetter(Topics.TRANSFER_CONTROL, transfer)).isEmpty();
        }
    }

    private static ConfigurableApplicationContext startWorker(String registryUrl) {
        return new SpringApplicationBuilder(Worker.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--user-data-transfer.wire.registry-url=" + registryUrl,
                        "--user-data-transfer.messaging.partitions=3",
                        "--user-data-transfer.messaging.first-back-off=50ms",
                        "--user-data-transfer.messaging.longest-back-off=200ms");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({KafkaAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class})
    @EnableConfigurationProperties({MessagingSettings.class, OutboxSettings.class, WireSettings.class})
    @Import({
        KafkaConfiguration.class,
        SagaListener.class,
        SubTaskListener.class,
        StoppedConsumers.class,
        Publisher.class,
        WireFormat.class
    })
    static class Worker {

        @Bean
        SagaInbox sagaInbox() {
            return inboxes::handle;
        }

        @Bean
        SubTaskInbox subTaskInbox() {
            return inboxes::run;
        }
    }

    /** Remembers what comes in, fails when told to, and gives every first slice a second one. */
    private static final class Inboxes {

        final List<TransferId> controls = new CopyOnWriteArrayList<>();
        final List<SubTaskReport> reports = new CopyOnWriteArrayList<>();
        final List<SubTask> subTasks = new CopyOnWriteArrayList<>();
        final AtomicInteger failures = new AtomicInteger();
        final AtomicInteger bugs = new AtomicInteger();
        final AtomicInteger errors = new AtomicInteger();

        void handle(List<SagaInput> batch) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the database is down");
            }
            if (bugs.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new ClassCastException("a bug");
            }
            if (errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new NoClassDefFoundError("a broken build");
            }
            for (var input : batch) {
                switch (input) {
                    case SagaInput.Controlled controlled -> controls.add(controlled.transferId());
                    case SagaInput.Reported reported -> reports.add(reported.report());
                    case SagaInput.Requested requested -> throw new AssertionError(requested);
                }
            }
        }

        SubTaskRun run(List<SubTask> batch) {
            subTasks.addAll(batch);
            return new SubTaskRun(
                    batch.stream().map(MessagingTest::report).toList(),
                    batch.stream()
                            .filter(task -> task.step() == 0)
                            .map(task -> subTask(task.transferId(), 1))
                            .toList());
        }

        List<Integer> reportsOf(TransferId transfer) {
            return reports.stream()
                    .filter(report -> report.transferId().equals(transfer))
                    .map(SubTaskReport::step)
                    .sorted()
                    .toList();
        }
    }

    private static SubTask subTask(TransferId transfer, int step) {
        return new SubTask(
                transfer,
                new TenantId("acme"),
                new UserId("anna.leaver"),
                new UserId("tom.taker"),
                1,
                SubTaskAction.TRANSFER,
                step,
                new Product("qm"),
                List.of(new DataTypeName("ccr")),
                WhenSourceEmpty.KEEP_TARGET,
                List.of());
    }

    private static SubTaskReport report(SubTask task) {
        return SubTaskReport.of(
                task,
                List.of(new DataTypeResult(
                        task.dataType(),
                        DataTypeOutcome.DONE,
                        Optional.empty(),
                        Optional.empty(),
                        Tally.ZERO,
                        0,
                        0,
                        List.of(),
                        List.of(),
                        Optional.empty())));
    }

    private static ProducerRecord<byte[], byte[]> control(TransferId transfer) {
        return wire.encode(new OutgoingMessage(
                Topics.TRANSFER_CONTROL,
                transfer.toString(),
                UUID.randomUUID(),
                new org.userdatatransfer.events.TransferControl(
                        UUID.randomUUID(),
                        transfer.value(),
                        org.userdatatransfer.events.ControlAction.valueOf(ControlAction.CANCEL.name()),
                        "olga",
                        Instant.EPOCH,
                        List.of(),
                        null)));
    }

    private static void send(ProducerRecord<byte[], byte[]> message) {
        try {
            producer.send(message).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> deadLetter(String topic, TransferId transfer) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition(Topics.deadLettersOf(topic), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var end = consumer.endOffsets(List.of(partition)).get(partition);
            var letters = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
            return letters.stream()
                    .filter(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals(transfer.toString()))
                    .findFirst();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
