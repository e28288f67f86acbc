package org.userdatatransfer.worker.wire;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.userdatatransfer.events.ControlAction;
import org.userdatatransfer.events.DataTypeOptions;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.events.TransferCompleted;
import org.userdatatransfer.events.TransferMode;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

class WireFormatTest {

    private static final UUID ID = UUID.fromString("7f000000-0000-4000-8000-00000000000a");
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);

    private StubbornRegistry registry;
    private WireFormat wire;

    @BeforeEach
    void start() {
        registry = new StubbornRegistry();
        wire = wireFormat();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private WireFormat wireFormat() {
        return new WireFormat(new WireSettings(
                registry.url(),
                Duration.ofMillis(300),
                RegistryAvroSerializer.class,
                RegistryAvroDeserializer.class,
                Map.of()));
    }

    @Test
    void readsARequestAsItWasPublished() {
        var published = TransferRequested.newBuilder()
                .setTransferId(ID)
                .setTenantId("acme")
                .setSourceUserId("anna.leaver")
                .setTargetUserId("tom.taker")
                .setRequestedBy("hr")
                .setRequestedAt(AT)
                .setDataTypes(List.of("ccr", "view"))
                .setEffectiveAt(AT.plusSeconds(60))
                .setMode(TransferMode.PREVIEW)
                .setOptions(
                        Map.of("view", new DataTypeOptions(org.userdatatransfer.events.WhenSourceEmpty.WIPE_TARGET)))
                .setReason("leaves")
                .setPlanHash("hash")
                .build();

        assertThat(wire.sagaInput(Topics.TRANSFER_REQUESTED, serialized(Topics.TRANSFER_REQUESTED, published)))
                .isEqualTo(new SagaInput.Requested(new TransferRequest(
                        new TransferId(ID),
                        new TenantId("acme"),
                        new UserId("anna.leaver"),
                        new UserId("tom.taker"),
                        "hr",
                        AT,
                        List.of(new DataTypeName("ccr"), new DataTypeName("view")),
                        Optional.of(AT.plusSeconds(60)),
                        org.userdatatransfer.worker.transfer.TransferMode.PREVIEW,
                        Map.of(new DataTypeName("view"), WhenSourceEmpty.WIPE_TARGET),
                        Optional.of("leaves"),
                        Optional.of("hash"))));
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryControl(org.userdatatransfer.worker.transfer.ControlAction action) {
        var published = new org.userdatatransfer.events.TransferControl(
                ID, ID, ControlAction.valueOf(action.name()), "olga", AT, List.of("ccr"), "why");

        assertThat(wire.sagaInput(Topics.TRANSFER_CONTROL, serialized(Topics.TRANSFER_CONTROL, published)))
                .isEqualTo(new SagaInput.Controlled(new TransferControl(
                        ID,
                        new TransferId(ID),
                        action,
                        "olga",
                        AT,
                        List.of(new DataTypeName("ccr")),
                        Optional.of("why"))));
    }

    @ParameterizedTest
    @EnumSource
    void readsEverySubTaskAsItWasWritten(SubTaskAction action) {
        var task = Samples.subTask(action);

        var sent = wire.encode(OutgoingMessage.of(task));

        assertThat(wire.subTask(sent.topic(), sent.value())).isEqualTo(task);
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryReportAsItWasWritten(DataTypeOutcome outcome) {
        var report = Samples.report(SubTaskAction.TRANSFER, Samples.result(outcome), Samples.plainResult());

        var sent = wire.encode(OutgoingMessage.of(report));

        assertThat(wire.sagaInput(sent.topic(), sent.value())).isEqualTo(new SagaInput.Reported(report));
    }

    @ParameterizedTest
    @MethodSource("org.userdatatransfer.worker.wire.Samples#facts")
    void announcesEveryFactOnATopicOfItsOwn(Announcement.Fact fact) {
        var message = OutgoingMessage.of(Samples.announcement(fact));

        assertThat(message.value().getSchema().getName())
                .isEqualTo(
                        fact instanceof Announcement.StatusChanged
                                ? "TransferStatusChanged"
                                : "Transfer" + fact.getClass().getSimpleName());
        assertThat(message.key()).isEqualTo(ID.toString());
        assertThat(message.value().get(message.value().getSchema().getField("sequence").pos()))
                .isEqualTo(5L);
        assertThat(read(wire.encode(message).value())).isEqualTo(message.value());
    }

    @Test
    void tellsTheWholeProofOfACompletion() {
        var completed = (TransferCompleted) OutgoingMessage.of(Samples.announcement(Samples.facts().get(2)))
                .value();

        assertThat(completed.getAt()).isEqualTo(AT);
        assertThat(completed.getConserved()).isTrue();
        assertThat(completed.getLateRows()).isEqualTo(17);
        assertThat(SubTaskMapping.ofAvro(new org.userdatatransfer.events.SubTaskReported(
                                ID,
                                1,
                                org.userdatatransfer.events.SubTaskAction.TRANSFER,
                                0,
                                "qm",
                                completed.getDataTypes()))
                        .results())
                .containsExactly(Samples.result(DataTypeOutcome.DONE));
    }

    @Test
    void theSameEventHasTheSameIdAndAnotherEventAnother() {
        assertThat(eventId(Samples.subTask(SubTaskAction.TRANSFER)))
                .isEqualTo(eventId(Samples.subTask(SubTaskAction.TRANSFER)))
                .isNotEqualTo(eventId(Samples.subTask(SubTaskAction.COMPENSATE)));
        assertThat(OutgoingMessage.of(Samples.report(SubTaskAction.TRANSFER, Samples.result(DataTypeOutcome.DEFERRED)))
                        .eventId())
                .isNotEqualTo(OutgoingMessage.of(
                                Samples.report(SubTaskAction.TRANSFER, Samples.result(DataTypeOutcome.DONE)))
                        .eventId());
        assertThat(wire.encode(OutgoingMessage.of(Samples.subTask(SubTaskAction.TRANSFER)))
                        .headers()
                        .lastHeader(WireFormat.EVENT_ID)
                        .value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(eventId(Samples.subTask(SubTaskAction.TRANSFER)).toString());
    }

    static final List<byte[]> POISON = List.of(
            new byte[0],
            new byte[] {0, 0, 0},
            "{\"json\": 1}".getBytes(StandardCharsets.UTF_8),
            framed(999, new byte[9]));

    @ParameterizedTest
    @FieldSource("POISON")
    void whatIsNoRecordIsPoison(byte[] bytes) {
        assertThatThrownBy(() -> wire.sagaInput(Topics.TRANSFER_REQUESTED, bytes))
                .isInstanceOf(PoisonRecordException.class);
    }

    @Test
    void aRecordWithoutAValueIsPoison() {
        assertThatThrownBy(() -> wire.subTask(Topics.SUBTASK_REQUESTED, null))
                .isInstanceOf(PoisonRecordException.class);
    }

    @Test
    void aTruncatedRecordIsPoison() {
        var bytes = wire.encode(OutgoingMessage.of(Samples.subTask(SubTaskAction.TRANSFER)))
                .value();

        assertThatThrownBy(() -> wire.subTask(Topics.SUBTASK_REQUESTED, Arrays.copyOf(bytes, bytes.length - 3)))
                .isInstanceOf(PoisonRecordException.class);
    }

    @Test
    void aRecordOfAnotherKindIsPoison() {
        var status = wire.encode(OutgoingMessage.of(Samples.announcement(Samples.facts().getFirst())))
                .value();

        assertThatThrownBy(() -> wire.sagaInput(Topics.TRANSFER_REQUESTED, status))
                .isInstanceOf(PoisonRecordException.class)
                .hasMessage("A TransferStatusChanged does not belong on topic transfer.requested");
    }

    @Test
    void aSchemaThatNamesNoneOfOurRecordsIsPoison() {
        for (var name : List.of("java.lang.Runtime", "java.lang.Object", "org.example.Unknown")) {
            var schema = SchemaBuilder.record(name).fields().requiredLong("n").endRecord();
            var bytes = framed(registry.add(schema.toString()), new byte[] {2});

            assertThatThrownBy(() -> wire.sagaInput(Topics.TRANSFER_REQUESTED, bytes))
                    .isInstanceOf(PoisonRecordException.class);
        }
    }

    @Test
    void aRequestWithABlankUserIsReadSoThatItCanBeRejected() {
        var published = TransferRequested.newBuilder()
                .setTransferId(ID)
                .setTenantId("acme")
                .setSourceUserId(" ")
                .setTargetUserId("tom.taker")
                .setRequestedBy("hr")
                .setRequestedAt(AT)
                .build();

        assertThat(wire.sagaInput(Topics.TRANSFER_REQUESTED, serialized(Topics.TRANSFER_REQUESTED, published)))
                .isInstanceOfSatisfying(
                        SagaInput.Requested.class,
                        requested -> assertThat(requested.request().source().value()).isBlank());
    }

    /** PostgreSQL keeps no zero in a text, and no index holds a very long one. */
    @Test
    void whatNoDatabaseCanKeepIsPoison() {
        var fine = TransferRequested.newBuilder()
                .setTransferId(ID)
                .setTenantId("n".repeat(255))
                .setSourceUserId("anna.leaver")
                .setTargetUserId("tom.taker")
                .setRequestedBy("hr")
                .setRequestedAt(AT)
                .setReason("r".repeat(50_000))
                .build();
        assertThat(wire.sagaInput(Topics.TRANSFER_REQUESTED, serialized(Topics.TRANSFER_REQUESTED, fine)))
                .isInstanceOf(SagaInput.Requested.class);

        assertPoison(TransferRequested.newBuilder(fine).setTenantId("n".repeat(256)).build(), "tenantId");
        assertPoison(TransferRequested.newBuilder(fine).setSourceUserId("an\0na").build(), "sourceUserId");
        assertPoison(TransferRequested.newBuilder(fine).setTargetUserId("n".repeat(256)).build(), "targetUserId");
        assertPoison(TransferRequested.newBuilder(fine).setRequestedBy("h\0r").build(), "requestedBy");
        assertPoison(TransferRequested.newBuilder(fine).setReason("r".repeat(50_001)).build(), "reason");
        assertPoison(TransferRequested.newBuilder(fine).setPlanHash("a\0b").build(), "planHash");
        assertPoison(TransferRequested.newBuilder(fine).setDataTypes(List.of("c\0cr")).build(), "dataTypes");
        assertPoison(
                TransferRequested.newBuilder(fine)
                        .setDataTypes(Collections.nCopies(1_001, "ccr"))
                        .build(),
                "dataTypes");
        assertPoison(
                TransferRequested.newBuilder(fine)
                        .setOptions(Map.of(
                                "n".repeat(256),
                                new DataTypeOptions(org.userdatatransfer.events.WhenSourceEmpty.WIPE_TARGET)))
                        .build(),
                "options");
        assertPoison(TransferRequested.newBuilder(fine).setOptions(wiping(1_001)).build(), "options");
        assertPoison(
                new org.userdatatransfer.events.TransferControl(
                        ID, ID, ControlAction.CANCEL, "olga", AT, List.of(), "be\0cause"),
                "reason");
    }

    private static Map<String, DataTypeOptions> wiping(int types) {
        return IntStream.range(0, types)
                .boxed()
                .collect(toMap(
                        n -> "type-" + n,
                        n -> new DataTypeOptions(org.userdatatransfer.events.WhenSourceEmpty.WIPE_TARGET)));
    }

    private void assertPoison(Object published, String field) {
        var bytes = serialized("any", published);
        assertThatThrownBy(() -> wire.sagaInput("any", bytes))
                .isInstanceOf(PoisonRecordException.class)
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGING", "FAILING", "BEHIND_A_PROXY"})
    void anOutageOfTheRegistryIsNotThePoisonOfARecord(StubbornRegistry.Mood mood) {
        var bytes = wire.encode(OutgoingMessage.of(Samples.subTask(SubTaskAction.TRANSFER)))
                .value();
        var fresh = wireFormat();
        registry.mood = mood;
        assertThatThrownBy(() -> fresh.subTask(Topics.SUBTASK_REQUESTED, bytes))
                .isInstanceOf(RegistryUnavailableException.class);

        registry.mood = StubbornRegistry.Mood.WILLING;
        assertThat(fresh.subTask(Topics.SUBTASK_REQUESTED, bytes)).isEqualTo(Samples.subTask(SubTaskAction.TRANSFER));
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGING", "FAILING", "BEHIND_A_PROXY"})
    void anOutageOfTheRegistryIsNoRefusalOfARecord(StubbornRegistry.Mood mood) {
        registry.mood = mood;

        assertThatThrownBy(() -> wire.encode(OutgoingMessage.of(Samples.subTask(SubTaskAction.TRANSFER))))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> new SchemaRegistry(registry.url(), Duration.ofMillis(300))
                        .requireFullCompatibility("transfer.control-value"))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void anUnreachableRegistryIsNotThePoisonOfARecord() {
        var bytes = wire.encode(OutgoingMessage.of(Samples.subTask(SubTaskAction.TRANSFER)))
                .value();
        var fresh = wireFormat();
        registry.close();

        assertThatThrownBy(() -> fresh.subTask(Topics.SUBTASK_REQUESTED, bytes))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void asksTheRegistryOncePerSchemaAndGoesOnWithoutIt() {
        var first = wire.encode(OutgoingMessage.of(Samples.subTask(SubTaskAction.TRANSFER)));
        wire.subTask(first.topic(), first.value());
        assertThat(registry.asked).hasValue(2);
        registry.mood = StubbornRegistry.Mood.HANGING;

        var second = wire.encode(OutgoingMessage.of(Samples.subTask(SubTaskAction.COMPENSATE)));

        assertThat(wire.subTask(second.topic(), second.value())).isEqualTo(Samples.subTask(SubTaskAction.COMPENSATE));
        assertThat(registry.asked).hasValue(2);
    }

    private static UUID eventId(org.userdatatransfer.worker.transfer.SubTask task) {
        return OutgoingMessage.of(task).eventId();
    }

    private byte[] serialized(String topic, Object published) {
        try (var publisher = new RegistryAvroSerializer()) {
            publisher.configure(Map.of(SchemaRegistry.URL, registry.url()), false);
            return publisher.serialize(topic, published);
        }
    }

    private Object read(byte[] bytes) {
        try (var dashboard = new RegistryAvroDeserializer()) {
            dashboard.configure(Map.of(SchemaRegistry.URL, registry.url()), false);
            return dashboard.deserialize("any", bytes);
        }
    }

    private static byte[] framed(int schemaId, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put(body)
                .array();
    }
}
