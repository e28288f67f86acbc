package org.userdatatransfer.worker.coordination;

import java.util.List;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.Unrestored;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The result of a data type as an array: outcome, tally, progress, and an object for what is seldom there. */
final class ResultCodec {

    private static final String REASON = "r";
    private static final String MESSAGE = "m";
    private static final String DECISION_HASH = "h";
    private static final String FLAGS = "f";
    private static final String UNRESTORED = "u";

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
        var json = CompactJson.numbers(
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
        var elements = new JsonElements(json);
        var rare = elements.nestedAtTheEnd().orElseGet(CompactJson::object);
        var outcome = OUTCOMES.get(elements.smallNumber());
        var sourceBefore = elements.number();
        var targetBefore = elements.number();
        var sourceAfter = elements.number();
        var targetAfter = elements.number() + sourceBefore + targetBefore;
        var moved = elements.number() + sourceBefore;
        var rowsDone = elements.number() + sourceBefore;
        var rowsPlanned = elements.number() + sourceBefore;
        var archived = elements.number();
        var collapsed = elements.number();
        var changed = elements.number();
        var live = elements.number();
        return new DataTypeResult(
                name,
                outcome,
                CompactJson.text(rare.path(REASON)),
                CompactJson.text(rare.path(MESSAGE)),
                new Tally(
                        sourceBefore,
                        targetBefore,
                        sourceAfter,
                        targetAfter,
                        archived,
                        live,
                        moved,
                        collapsed,
                        changed),
                rowsDone,
                rowsPlanned,
                rare.path(FLAGS).valueStream().map(ResultCodec::readFlag).toList(),
                rare.path(UNRESTORED).valueStream().map(ResultCodec::readUnrestored).toList(),
                CompactJson.text(rare.path(DECISION_HASH)));
    }

    private static ObjectNode rare(DataTypeResult result) {
        var json = CompactJson.object();
        result.reason().ifPresent(reason -> json.put(REASON, reason));
        result.message().ifPresent(message -> json.put(MESSAGE, message));
        result.decisionHash().ifPresent(hash -> json.put(DECISION_HASH, hash));
        if (!result.flags().isEmpty()) {
            var flags = json.putArray(FLAGS);
            result.flags().forEach(flag -> flags.add(write(flag)));
        }
        if (!result.unrestored().isEmpty()) {
            var unrestored = json.putArray(UNRESTORED);
            result.unrestored()
                    .forEach(row -> unrestored.add(
                            CompactJson.array().add(row.table()).add(row.key()).add(row.reason()).add(row.rows())));
        }
        return json;
    }

    private static ArrayNode write(Flag flag) {
        var json = CompactJson.array().add(flag.name()).add(flag.rows());
        flag.examples().forEach(json::add);
        return json;
    }

    private static Flag readFlag(JsonNode json) {
        var examples = json.valueStream().skip(2).map(JsonNode::asString).toList();
        return new Flag(json.path(0).asString(), json.path(1).asLong(), examples);
    }

    private static Unrestored readUnrestored(JsonNode json) {
        var elements = new JsonElements(json);
        return new Unrestored(elements.text(), elements.text(), elements.text(), elements.number(1));
    }
}
