package org.userdatatransfer.worker.wire;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How records are written and read.
 *
 * @param registryUrl where the schema registry's Confluent-compatible API is
 * @param timeout how long one answer of the registry may take
 * @param serializer turns Avro records into the wire format; any Kafka serializer of Avro records will do
 * @param deserializer turns the wire format into generated Avro records
 * @param properties given to both as they are, besides {@code schema.registry.url}
 */
@Validated
@ConfigurationProperties("user-data-transfer.wire")
public record WireSettings(
        @NotBlank @DefaultValue("http://localhost:8081") String registryUrl,
        @DurationMin(millis = 1) @DefaultValue("3s") Duration timeout,
        @DefaultValue("org.userdatatransfer.worker.wire.RegistryAvroSerializer")
                Class<? extends Serializer<Object>> serializer,
        @DefaultValue("org.userdatatransfer.worker.wire.RegistryAvroDeserializer")
                Class<? extends Deserializer<Object>> deserializer,
        @DefaultValue Map<String, String> properties) {

    public WireSettings {
        properties = Map.copyOf(properties);
    }

    /** The configuration that both are given. */
    Map<String, Object> configuration() {
        var configuration = new HashMap<String, Object>(properties);
        configuration.put(SchemaRegistry.URL, registryUrl);
        configuration.put(SchemaRegistry.TIMEOUT, timeout.toString());
        return configuration;
    }
}
