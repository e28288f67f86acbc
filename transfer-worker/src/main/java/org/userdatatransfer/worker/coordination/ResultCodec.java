package org.userdatatransfer.worker.coordination;

import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.Unrestored;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The result of a data type as an array: outcome, tally, progress, and an object for what is seldom there. */
final class ResultCodec {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Stored by place: append only. */
    static final List<DataTypeOutcome> OUTCOMES = List.of(
            DataTypeOutcome.DONE,
            DataTypeOutcome.SKIPPED,
            DataTypeOutcome.IN_PROGRESS,
            DataTypeOutcome.DEFERRED,
            DataTypeOutcome.FAILED,
            DataTypeOutcome.HELD);

    private ResultCodec() {}

    static ArrayNode write(DataTypeResult result) {
        var tally = result.tally();
        var json = SagaCodec.numbers(
                OUTCOMES.indexOf(result.outcome()),
                tally.sourceBefore(),
                tally.targetBefore(),
                tally.sourceAfter(),
                // Usually what both had before: zero then, and trimmed.
                tally.targetAfter() - tally.sourceBefore() - tally.targetBefore(),
                tally.moved() - tally.sourceBefore(),
                result.rowsDone() - tally.sourceBefore(),
                result.rowsPlanned() - tally.sourceBefore(),
                tally.archived(),
                tally.collapsed(),
                tally.changed(),
                tally.live());
        var rare = rare(result);
        if (!rare.isEmpty()) {
            json.add(rare);
        }
        return json;
    }

    static DataTypeResult read(JsonNode json, DataTypeName name) {
        var rare = json.isEmpty() || !json.get(json.size() - 1).isObject()
                ? NODES.objectNode()
                : json.get(json.size() - 1);
        var source = number(json, 1);
        var target = number(json, 2);
        return new DataTypeResult(
                name,
                OUTCOMES.get((int) number(json, 0)),
                text(rare, "r"),
                text(rare, "m"),
                new Tally(
                        source,
                        target,
                        number(json, 3),
                        number(json, 4) + source + target,
                        number(json, 8),
                        number(json, 11),
                        number(json, 5) + source,
                        number(json, 9),
                        number(json, 10)),
                number(json, 6) + source,
                number(json, 7) + source,
                rare.path("f").valueStream().map(ResultCodec::readFlag).toList(),
                rare.path("u").valueStream().map(ResultCodec::readUnrestored).toList(),
                text(rare, "h"));
    }

    private static ObjectNode rare(DataTypeResult result) {
        var json = NODES.objectNode();
        result.reason().ifPresent(reason -> json.put("r", reason));
        result.message().ifPresent(message -> json.put("m", message));
        result.decisionHash().ifPresent(hash -> json.put("h", hash));
        if (!result.flags().isEmpty()) {
            var flags = json.putArray("f");
            result.flags().forEach(flag -> flags.add(write(flag)));
        }
        if (!result.unrestored().isEmpty()) {
            var unrestored = json.putArray("u");
            result.unrestored()
                    .forEach(row -> unrestored.add(
                            NODES.arrayNode().add(row.table()).add(row.key()).add(row.reason()).add(row.rows())));
        }
        return json;
    }

    private static ArrayNode write(Flag flag) {
        var json = NODES.arrayNode().add(flag.name()).add(flag.rows());
        flag.examples().forEach(json::add);
        return json;
    }

    private static Flag readFlag(JsonNode json) {
        var examples = json.valueStream().skip(2).map(JsonNode::asString).toList();
        return new Flag(json.path(0).asString(), json.path(1).asLong(), examples);
    }

    private static Unrestored readUnrestored(JsonNode json) {
        return new Unrestored(
                json.path(0).asString(), json.path(1).asString(), json.path(2).asString(), json.path(3).asLong(1));
    }

    private static long number(JsonNode json, int index) {
        var node = json.path(index);
        return node.isNumber() ? node.asLong() : 0;
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.path(field).isString() ? Optional.of(json.path(field).asString()) : Optional.empty();
    }
}
