package org.userdatatransfer.worker.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.worker.local.LocalKafka;
import org.userdatatransfer.worker.local.LocalServices;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.OutboxContract;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.wire.OutgoingMessage;
import org.userdatatransfer.worker.wire.RegistryAvroDeserializer;
import org.userdatatransfer.worker.wire.RegistryAvroSerializer;
import org.userdatatransfer.worker.wire.WireFormat;
import org.userdatatransfer.worker.wire.WireSettings;

class OutboxTest extends OutboxContract {

    private static final OutboxSettings AT_ONCE =
            new OutboxSettings(Duration.ZERO, Duration.ofSeconds(2), 100, Duration.ofSeconds(20));
    private static final OutboxSettings ONE_BY_ONE =
            new OutboxSettings(Duration.ZERO, Duration.ofSeconds(2), 1, Duration.ofSeconds(20));
    private static final OutboxSettings IMPATIENT =
            new OutboxSettings(Duration.ZERO, Duration.ofSeconds(2), 100, Duration.ofSeconds(1));
    private static final OutboxSettings LATER =
            new OutboxSettings(Duration.ofHours(1), Duration.ofSeconds(2), 100, Duration.ofSeconds(20));

    private static final TopicPartition PARTITION = new TopicPartition(Topics.TRANSFER_UNDONE, 0);
    private static final int MOST_MESSAGES = 1_000;
    private static final DataSource DATABASE = LocalServices.Shared.postgres().fresh("outbox");

    private static LocalKafka broker;
    private static KafkaTemplate<byte[], byte[]> kafka;
    private static KafkaConsumer<byte[], byte[]> consumer;

    private final TransferId transfer = new TransferId(UUID.randomUUID());
    private final JdbcClient jdbc = JdbcClient.create(DATABASE);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(DATABASE));
    private final WireFormat wire = new WireFormat(new WireSettings(
            LocalServices.Shared.registry().url(),
            Duration.ofSeconds(10),
            RegistryAvroSerializer.class,
            RegistryAvroDeserializer.class,
            Map.of()));
    private final Outbox living = outbox(publisher(AT_ONCE));

    @BeforeAll
    static void start() throws Exception {
        broker = LocalKafka.start();
        Flyway.configure()
                .dataSource(DATABASE)
                .locations("classpath:db/coordinator")
                .load()
                .migrate();
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.TRANSFER_UNDONE, 1, (short) 1)))
                    .all()
                    .get();
        }
        kafka = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(PARTITION));
    }

    @AfterAll
    static void stop() {
        consumer.close();
        kafka.destroy();
        broker.close();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate outbox").update();
        consumer.seekToEnd(List.of());
        consumer.position(PARTITION);
    }

    @Override
    protected void commit(Long... sequences) {
        append(publisher(AT_ONCE), sequences);
    }

    @Override
    protected void rollBack(Long... sequences) {
        transaction.executeWithoutResult(status -> {
            living.append(messages(sequences));
            status.setRollbackOnly();
        });
    }

    @Override
    protected void dieAfterTheCommitOf(Long... sequences) {
        append(new CrashedPublisher(), sequences);
    }

    @Override
    protected void dieAfterPublishing(Long... sequences) {
        append(new DyingPublisher(), sequences);
    }

    /** By a worker of its own, but for the one that lives: it clears what it has published. */
    private void append(Publisher publisher, Long... sequences) {
        var outbox = publisher.getClass() == Publisher.class ? living : outbox(publisher);
        transaction.executeWithoutResult(status -> outbox.append(messages(sequences)));
    }

    @Override
    protected void sweep() {
        sweeper(living, publisher(AT_ONCE), AT_ONCE).sweep();
    }

    @Override
    protected List<Long> published() {
        var end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
        var known = IntStream.rangeClosed(1, MOST_MESSAGES)
                .mapToObj(Long::valueOf)
                .collect(Collectors.toMap(sequence -> eventIds(sequence).getFirst(), sequence -> sequence));
        var published = new ArrayList<Long>();
        while (consumer.position(PARTITION) < end) {
            consumer.poll(Duration.ofMillis(200)).forEach(message -> published.add(known.get(eventId(message))));
        }
        return published;
    }

    private static String eventId(ConsumerRecord<byte[], byte[]> message) {
        return new String(message.headers().lastHeader(WireFormat.EVENT_ID).value(), StandardCharsets.UTF_8);
    }

    @Test
    void takesNothingOutsideATransaction() {
        assertThatThrownBy(() -> outbox(publisher(AT_ONCE)).append(messages(1L)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSweepLeavesNoRowBehind() {
        dieAfterTheCommitOf(1L, 2L);
        assertThat(rows()).isEqualTo(1);

        sweep();

        assertThat(rows()).isZero();
    }

    @Test
    void aSweepLeavesWhatIsYoungToWhoeverAppendedIt() {
        var crashing = outbox(new CrashedPublisher());
        transaction.executeWithoutResult(status -> crashing.append(messages(1L)));

        sweeper(outbox(publisher(LATER)), publisher(LATER), LATER).sweep();

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aSweepLeavesWhatAnotherOneHasTaken() {
        var crashing = outbox(new CrashedPublisher());
        transaction.executeWithoutResult(status -> crashing.append(messages(1L)));
        var sweeper = sweeper(outbox(publisher(AT_ONCE)), publisher(AT_ONCE), AT_ONCE);

        transaction.executeWithoutResult(status -> {
            assertThat(new OutboxTable(jdbc).abandoned(Duration.ZERO, 0, 100)).hasSize(1);
            var other = Thread.ofPlatform().start(sweeper::sweep);
            join(other);
        });
        assertThat(rows()).isEqualTo(1);

        sweeper.sweep();
        assertThat(published()).containsExactly(1L);
    }

    @Test
    void aBatchThatCannotLeaveKeepsNoOtherBack() {
        var crashing = outbox(new CrashedPublisher());
        transaction.executeWithoutResult(status -> crashing.append(messages(1L)));
        jdbc.sql("update outbox set topics = array['no.such.topic']").update();
        transaction.executeWithoutResult(status -> crashing.append(messages(2L)));

        sweeper(outbox(publisher(AT_ONCE)), publisher(AT_ONCE), AT_ONCE).sweep();

        assertThat(published()).containsExactly(2L);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aMessageThatIsTooLargeKeepsNoOtherBack() {
        transaction.executeWithoutResult(status ->
                living.append(List.of(messages(1L).getFirst(), tooLarge(2L), messages(3L).getFirst())));

        assertThat(published()).containsExactly(1L, 3L);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void whatIsBesideAMessageThatIsTooLargeLeavesOnce() {
        var crashing = outbox(new CrashedPublisher());
        transaction.executeWithoutResult(status ->
                crashing.append(List.of(messages(1L).getFirst(), tooLarge(2L), messages(3L).getFirst())));

        sweep();
        sweep();

        assertThat(published()).containsExactly(1L, 3L);
        assertThat(jdbc.sql("select unnest(event_ids) from outbox").query(String.class).list())
                .isEqualTo(eventIds(2L));
    }

    @Test
    void batchesThatCannotLeaveDoNotFillEverySweep() {
        var crashing = outbox(new CrashedPublisher());
        transaction.executeWithoutResult(status -> crashing.append(List.of(tooLarge(1L))));
        transaction.executeWithoutResult(status -> crashing.append(messages(2L)));
        var sweeper = sweeper(outbox(publisher(ONE_BY_ONE)), publisher(ONE_BY_ONE), ONE_BY_ONE);

        sweeper.sweep();
        sweeper.sweep();

        assertThat(published()).containsExactly(2L);
        assertThat(rows()).isEqualTo(1);
    }

    /** Each send blocks for as long as the producer looks for the topic. */
    @Test
    void aSweepHoldsItsTransactionOpenForOneSendThatBlocksAndNotForAll() {
        var crashing = outbox(new CrashedPublisher());
        transaction.executeWithoutResult(status -> crashing.append(messages(1L)));
        transaction.executeWithoutResult(status -> crashing.append(messages(2L)));
        jdbc.sql("update outbox set topics = array['no.such.topic']").update();
        var sends = new AtomicInteger();
        var publisher = new Publisher(kafka, IMPATIENT) {
            @Override
            List<Sent> send(List<ProducerRecord<byte[], byte[]>> records) {
                sends.incrementAndGet();
                return super.send(records);
            }
        };
        var sweeper = sweeper(outbox(publisher), publisher, IMPATIENT);

        sweeper.sweep();
        assertThat(sends).hasValue(1);

        jdbc.sql("update outbox set topics = array[:undone]").param("undone", Topics.TRANSFER_UNDONE).update();
        sweeper.sweep();
        sweeper.sweep();
        assertThat(published()).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void theNextBatchClearsThePublishedOne() {
        var outbox = outbox(publisher(AT_ONCE));
        transaction.executeWithoutResult(status -> outbox.append(messages(1L)));
        transaction.executeWithoutResult(status -> outbox.append(messages(2L)));
        assertThat(rows()).isEqualTo(1);

        sweeper(outbox, publisher(LATER), LATER).sweep();

        assertThat(rows()).isZero();
        assertThat(published()).containsExactly(1L, 2L);
    }

    @Test
    void aRollbackDoesNotForgetWhatItWouldHaveCleared() {
        var outbox = outbox(publisher(AT_ONCE));
        transaction.executeWithoutResult(status -> outbox.append(messages(1L)));
        transaction.executeWithoutResult(status -> {
            outbox.append(messages(2L));
            status.setRollbackOnly();
        });
        assertThat(rows()).isEqualTo(1);

        outbox.clearPublished();

        assertThat(rows()).isZero();
    }

    @Test
    void anAppendThatFailsDoesNotForgetWhatItWouldHaveCleared() {
        var outbox = outbox(publisher(AT_ONCE));
        transaction.executeWithoutResult(status -> outbox.append(messages(1L)));
        var reading = new TransactionTemplate(new JdbcTransactionManager(DATABASE));
        reading.setReadOnly(true);
        assertThatThrownBy(() -> reading.executeWithoutResult(status -> outbox.append(messages(2L))))
                .hasMessageContaining("read-only");

        outbox.clearPublished();

        assertThat(rows()).isZero();
    }

    private Outbox outbox(Publisher publisher) {
        return new Outbox(jdbc, wire, publisher);
    }

    private static Publisher publisher(OutboxSettings settings) {
        return new Publisher(kafka, settings);
    }

    private OutboxSweeper sweeper(Outbox outbox, Publisher publisher, OutboxSettings settings) {
        return new OutboxSweeper(outbox, jdbc, publisher, settings, new JdbcTransactionManager(DATABASE));
    }

    /** Dies between the publishing and saying so. */
    private static final class DyingPublisher extends Publisher {

        DyingPublisher() {
            super(kafka, AT_ONCE);
        }

        @Override
        public void publish(List<ProducerRecord<byte[], byte[]>> records) {
            super.publish(records);
            throw new KafkaException("died");
        }
    }

    /** Dies between the commit and the publishing. */
    private static final class CrashedPublisher extends Publisher {

        CrashedPublisher() {
            super(kafka, AT_ONCE);
        }

        @Override
        public void publish(List<ProducerRecord<byte[], byte[]>> records) {
            throw new KafkaException("crashed");
        }
    }

    private List<OutgoingMessage> messages(Long... sequences) {
        var messages = new ArrayList<OutgoingMessage>();
        for (var sequence : sequences) {
            messages.add(message(sequence, "olga"));
        }
        return messages;
    }

    private OutgoingMessage tooLarge(long sequence) {
        return message(sequence, "o".repeat(2_000_000));
    }

    private OutgoingMessage message(long sequence, String undoneFor) {
        return OutgoingMessage.of(new Announcement(
                transfer,
                sequence,
                new TenantId("acme"),
                new UserId("anna.leaver"),
                new UserId("tom.taker"),
                1,
                Instant.EPOCH,
                new Announcement.Undone(undoneFor, List.of())));
    }

    private List<String> eventIds(Long... sequences) {
        return messages(sequences).stream().map(m -> m.eventId().toString()).toList();
    }

    private long rows() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
