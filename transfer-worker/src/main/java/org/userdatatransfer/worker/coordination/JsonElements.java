package org.userdatatransfer.worker.coordination;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the elements of a JSON array in the order in which they were written. */
final class JsonElements {

    private final JsonNode array;
    private int next;

    JsonElements(JsonNode array) {
        this.array = array;
    }

    /** 0 if it was left out with the zeros at the end. */
    long number() {
        return number(0);
    }

    long number(long otherwise) {
        var element = array.path(next++);
        return element.isNumber() ? element.asLong() : otherwise;
    }

    int smallNumber() {
        return Math.toIntExact(number());
    }

    String text() {
        return array.path(next++).asString();
    }

    Optional<String> optionalText() {
        return CompactJson.text(array.path(next++));
    }

    /** An array or object at the end, behind whatever zeros were left out. */
    Optional<JsonNode> nestedAtTheEnd() {
        return Optional.ofNullable(array.get(array.size() - 1)).filter(JsonNode::isContainer);
    }
}
