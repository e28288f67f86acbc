package org.userdatatransfer.worker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.events.SubTaskReported;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.events.TransferControl;
import org.userdatatransfer.worker.local.LocalServices;

class RegistryStartupTest {

    private final String url = LocalServices.Shared.registry().url();
    private final WireSettings settings = settings(url);

    @Test
    void makesTheWholeContractKnownAndHoldsItToFullCompatibility() throws Exception {
        new RegistryStartup(settings).awaitContract();

        assertThat(get("/subjects"))
                .contains(Topics.ALL.stream()
                        .map(RegistryAvroSerializer::subjectOf)
                        .map(subject -> '"' + subject + '"')
                        .toList());
        assertThat(get("/config/transfer.control-value")).contains("FULL_TRANSITIVE");
    }

    @Test
    void findsAReaderBySchemaId() {
        var registry = new SchemaRegistry(url, Duration.ofSeconds(10));

        var id = registry.idOf("transfer.subtask.reported-value", SubTaskReported.getClassSchema());

        assertThat(new SchemaRegistry(url, Duration.ofSeconds(10)).schemaOf(id))
                .isEqualTo(SubTaskReported.getClassSchema());
    }

    @Test
    void theRegistryRefusesAVersionThatDoesNotReadTheEarlierOnes() {
        new RegistryStartup(settings).awaitContract();
        var registry = new SchemaRegistry(url, Duration.ofSeconds(10));
        var breaking = SchemaBuilder.record("TransferControl")
                .namespace(TransferControl.getClassSchema().getNamespace())
                .fields()
                .name("transferId")
                .type(Schema.create(Schema.Type.LONG))
                .noDefault()
                .endRecord();

        assertThatThrownBy(() -> registry.idOf("transfer.control-value", breaking))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("refuses org.userdatatransfer.events.TransferControl");
    }

    @Test
    void startsWithoutARegistry() {
        new RegistryStartup(settings("http://127.0.0.1:1")).awaitContract();
    }

    private static WireSettings settings(String url) {
        return new WireSettings(
                url,
                Duration.ofSeconds(10),
                RegistryAvroSerializer.class,
                RegistryAvroDeserializer.class,
                Map.of());
    }

    private String get(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
