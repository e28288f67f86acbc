package org.userdatatransfer.worker.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes a generated Avro record in the Confluent wire format, its schema registered under the topic's subject. */
public final class RegistryAvroSerializer implements Serializer<Object> {

    static final byte MAGIC = 0;

    private final Map<Schema, DatumWriter<Object>> writers = new ConcurrentHashMap<>();
    private @Nullable SchemaRegistry registry;

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        registry = SchemaRegistry.configured(configuration);
    }

    @Override
    public byte[] serialize(String topic, Object value) {
        var schema = ((SpecificRecord) value).getSchema();
        var id = Objects.requireNonNull(registry, "not configured").idOf(subjectOf(topic), schema);
        var bytes = new ByteArrayOutputStream(512);
        bytes.write(MAGIC);
        bytes.write(id >>> 24);
        bytes.write(id >>> 16);
        bytes.write(id >>> 8);
        bytes.write(id);
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            writers.computeIfAbsent(schema, s -> writerOf(value.getClass())).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String subjectOf(String topic) {
        return topic + "-value";
    }

    private static DatumWriter<Object> writerOf(Class<?> type) {
        var model = SpecificData.getForClass(type);
        return new SpecificDatumWriter<>(model.getSchema(type), model);
    }
}
