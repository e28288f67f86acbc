package org.userdatatransfer.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {

    private static final Path FROZEN = Path.of("src/test/resources/frozen");
    private static final SchemaFolder TODAY = SchemaFolder.at(Path.of("../schemas"));
    private static final SchemaFolder V1 = SchemaFolder.at(FROZEN.resolve("v1"));

    static List<Path> frozenVersions() throws IOException {
        try (var versions = Files.list(FROZEN)) {
            return versions.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("frozenVersions")
    void readsAndIsReadByEveryEarlierVersion(Path version) {
        var earlier = SchemaFolder.at(version);
        assertThat(earlier.schemas()).isNotEmpty();
        assertThat(TODAY.breaksWith(earlier)).isEmpty();
    }

    @Test
    void aRequiredFieldMayNotBeAdded() {
        assertThat(withField("costCentre", Schema.create(Schema.Type.STRING), null).breaksWith(V1))
                .singleElement()
                .asString()
                .contains("TransferRequested does not read its earlier version", "costCentre");
    }

    @Test
    void aRequiredFieldMayNotBeTakenAway() {
        assertThat(withoutField("requestedBy").breaksWith(V1))
                .singleElement()
                .asString()
                .contains("TransferRequested is not read by its earlier version", "requestedBy");
    }

    @Test
    void aFieldMayNotChangeItsType() {
        var retyped = SchemaBuilder.record("Unrestored")
                .namespace("org.userdatatransfer.events")
                .fields()
                .requiredString("table")
                .requiredLong("key")
                .requiredString("reason")
                .endRecord();
        assertThat(TODAY.with(retyped).breaksWith(V1)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aRecordMayNotDisappear() {
        assertThat(TODAY.without("org.userdatatransfer.events.TransferControl").breaksWith(V1))
                .containsExactly("org.userdatatransfer.events.TransferControl is gone");
    }

    @Test
    void aFieldWithADefaultMayBeAddedOrTakenAway() {
        assertThat(withField("ticket", Schema.create(Schema.Type.STRING), "").breaksWith(V1))
                .isEmpty();
        assertThat(withoutField("reason").breaksWith(V1)).isEmpty();
    }

    private static SchemaFolder withField(String name, Schema type, Object defaultValue) {
        var fields = new ArrayList<>(copiesOfFields());
        fields.add(defaultValue == null
                ? new Schema.Field(name, type)
                : new Schema.Field(name, type, null, defaultValue));
        return requestWith(fields);
    }

    private static SchemaFolder withoutField(String name) {
        return requestWith(copiesOfFields().stream()
                .filter(f -> !f.name().equals(name))
                .toList());
    }

    private static List<Schema.Field> copiesOfFields() {
        return TODAY.schema("TransferRequested").getFields().stream()
                .map(f -> new Schema.Field(f, f.schema()))
                .toList();
    }

    private static SchemaFolder requestWith(List<Schema.Field> fields) {
        var request = TODAY.schema("TransferRequested");
        return TODAY.with(Schema.createRecord(request.getName(), null, request.getNamespace(), false, fields));
    }
}
