package org.userdatatransfer.worker.wire;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A schema registry behind its Confluent-compatible API; what it has once said is true for good. */
final class SchemaRegistry {

    static final String URL = "schema.registry.url";
    static final String TIMEOUT = "schema.registry.timeout";

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private record Registered(String subject, Schema schema) {}

    private final String url;
    private final Duration timeout;
    private final HttpClient http;
    private final Map<Registered, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    SchemaRegistry(String url, Duration timeout) {
        this.url = url.replaceFirst("/+$", "");
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    static SchemaRegistry configured(Map<String, ?> configuration) {
        var timeout = configuration.get(TIMEOUT);
        return new SchemaRegistry(
                String.valueOf(configuration.get(URL)),
                timeout == null ? Duration.ofSeconds(3) : Duration.parse(timeout.toString()));
    }

    /** The id of a schema under a subject, registered if it is new. */
    int idOf(String subject, Schema schema) {
        var key = new Registered(subject, schema);
        var known = ids.get(key);
        if (known != null) {
            return known;
        }
        var answer = ask(
                "POST", "/subjects/%s/versions".formatted(encode(subject)), Map.of("schema", schema.toString()));
        if (answer.statusCode() != 200) {
            throw new SerializationException("The schema registry refuses %s under subject %s: %s"
                    .formatted(schema.getFullName(), subject, answer.body()));
        }
        var id = json(answer).path("id").asInt();
        ids.put(key, id);
        return id;
    }

    /** The schema with an id. */
    Schema schemaOf(int id) {
        var known = schemas.get(id);
        if (known != null) {
            return known;
        }
        var answer = ask("GET", "/schemas/ids/" + id, null);
        if (answer.statusCode() != 200) {
            throw new PoisonRecordException(
                    "The schema registry at %s does not know schema id %d: %s".formatted(url, id, answer.body()));
        }
        try {
            var schema = new Schema.Parser().parse(json(answer).path("schema").asString());
            schemas.put(id, schema);
            return schema;
        } catch (SchemaParseException e) {
            throw new PoisonRecordException("Schema id %d is not an Avro schema".formatted(id), e);
        }
    }

    /** Asks the registry to refuse versions of a subject that do not read each other. */
    void requireFullCompatibility(String subject) {
        var answer = ask("PUT", "/config/" + encode(subject), Map.of("compatibility", "FULL_TRANSITIVE"));
        if (answer.statusCode() != 200) {
            throw new SerializationException(
                    "The schema registry does not set the compatibility of %s: %s".formatted(subject, answer.body()));
        }
    }

    private HttpResponse<String> ask(String method, String path, @Nullable Object body) {
        var publisher =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(timeout)
                .header("Accept", MEDIA_TYPE)
                .header("Content-Type", MEDIA_TYPE)
                .method(method, publisher)
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case 200 -> answer;
                case 404, 409, 422 -> {
                    requireOwn(answer);
                    yield answer;
                }
                default -> throw new RegistryUnavailableException(
                        "The schema registry answers %s %s with status %d"
                                .formatted(method, request.uri(), answer.statusCode()),
                        null);
            };
        } catch (IOException e) {
            throw new RegistryUnavailableException("The schema registry at %s cannot be reached".formatted(url), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("Interrupted while asking the schema registry at " + url, e);
        }
    }

    /** A refusal is to be believed of the registry only, not of what may be before it. */
    private void requireOwn(HttpResponse<String> refusal) {
        if (!json(refusal).has("error_code")) {
            throw new RegistryUnavailableException("What answers at %s is no schema registry".formatted(url), null);
        }
    }

    private JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new RegistryUnavailableException("What answers at %s is no schema registry".formatted(url), e);
        }
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8);
    }
}
