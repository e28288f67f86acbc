package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How values are written as short JSON, and read; what is absent is left out. */
final class CompactJson {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CompactJson() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    static String write(JsonNode json) {
        return JSON.writeValueAsString(json);
    }

    static JsonNode read(String text) {
        return JSON.readTree(text);
    }

    /** The numbers, without the zeros at the end. */
    static ArrayNode numbers(long... numbers) {
        var length = numbers.length;
        while (length > 0 && numbers[length - 1] == 0) {
            length--;
        }
        var json = NODES.arrayNode(length);
        for (int i = 0; i < length; i++) {
            json.add(numbers[i]);
        }
        return json;
    }

    static ArrayNode names(List<DataTypeName> names) {
        var json = NODES.arrayNode();
        names.forEach(name -> json.add(name.value()));
        return json;
    }

    static List<DataTypeName> readNames(JsonNode json) {
        return json.valueStream()
                .map(name -> new DataTypeName(name.asString()))
                .toList();
    }

    static Optional<Instant> time(JsonNode json) {
        return json.isNumber() ? Optional.of(Instant.ofEpochMilli(json.asLong())) : Optional.empty();
    }

    static Optional<String> text(JsonNode json) {
        return json.isString() ? Optional.of(json.asString()) : Optional.empty();
    }
}
