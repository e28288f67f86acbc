package org.userdatatransfer.worker.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.events.TransferEvents;

/** Reads a generated Avro record from the Confluent wire format, whatever version of the schema it was written with. */
public final class RegistryAvroDeserializer implements Deserializer<Object> {

    private static final int HEADER = 5;

    static {
        TransferEvents.trust();
    }

    private final Map<Integer, DatumReader<Object>> readers = new ConcurrentHashMap<>();
    private final ThreadLocal<@Nullable BinaryDecoder> decoders = new ThreadLocal<>();
    private @Nullable SchemaRegistry registry;

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        registry = SchemaRegistry.configured(configuration);
    }

    @Override
    public Object deserialize(String topic, byte[] bytes) {
        if (bytes == null || bytes.length < HEADER || bytes[0] != RegistryAvroSerializer.MAGIC) {
            throw new PoisonRecordException("Not in the Confluent wire format: a zero byte, a schema id, Avro");
        }
        var id = ByteBuffer.wrap(bytes).getInt(1);
        var decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, decoders.get());
        decoders.set(decoder);
        try {
            var value = readerOf(id).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new PoisonRecordException("Bytes are left over after the record of schema id " + id);
            }
            return value;
        } catch (PoisonRecordException | RegistryUnavailableException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new PoisonRecordException("Does not fit schema id %d: %s".formatted(id, e), e);
        }
    }

    private DatumReader<Object> readerOf(int id) {
        var known = readers.get(id);
        if (known != null) {
            return known;
        }
        var written = Objects.requireNonNull(registry, "not configured").schemaOf(id);
        var type = SpecificData.get().getClass(written);
        if (type == null) {
            throw new PoisonRecordException(
                    "Nobody here knows a %s (schema id %d)".formatted(written.getFullName(), id));
        }
        var model = SpecificData.getForClass(type);
        var reader = new SpecificDatumReader<Object>(written, model.getSchema(type), model);
        readers.put(id, reader);
        return reader;
    }
}
