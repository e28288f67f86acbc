package org.userdatatransfer.worker.coordination;

import java.util.List;
import org.userdatatransfer.worker.saga.SubTaskState;
import org.userdatatransfer.worker.saga.SubTaskStatus;
import org.userdatatransfer.worker.saga.Verification;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The states of sub-tasks and of verifications, each as an array. */
final class SubTaskStateCodec {

    /** Stored by place: append only. */
    static final List<SubTaskStatus> STATUSES = List.of(
            SubTaskStatus.WAITING,
            SubTaskStatus.EXCLUDED,
            SubTaskStatus.REQUESTED,
            SubTaskStatus.IN_PROGRESS,
            SubTaskStatus.DEFERRED,
            SubTaskStatus.DONE,
            SubTaskStatus.SKIPPED,
            SubTaskStatus.FAILED,
            SubTaskStatus.TO_COMPENSATE,
            SubTaskStatus.COMPENSATING,
            SubTaskStatus.COMPENSATION_DEFERRED,
            SubTaskStatus.COMPENSATED,
            SubTaskStatus.UNRESTORED,
            SubTaskStatus.HELD);

    private SubTaskStateCodec() {}

    static ArrayNode write(SubTaskState state, DueTimes due) {
        var json = CompactJson.numbers(
                STATUSES.indexOf(state.status()),
                state.step(),
                state.patience().attempts(),
                due.number(state.patience()),
                state.overtaken());
        state.result().ifPresent(result -> json.add(ResultCodec.write(result)));
        return json;
    }

    static SubTaskState read(JsonNode json, DueTimes due, DataTypeName name) {
        var elements = new JsonElements(json);
        return new SubTaskState(
                STATUSES.get(elements.smallNumber()),
                elements.smallNumber(),
                due.patience(elements.smallNumber(), elements.number()),
                elements.smallNumber(),
                elements.nestedAtTheEnd().map(result -> ResultCodec.read(result, name)));
    }

    static ArrayNode write(Verification verification, DueTimes due) {
        var json = CompactJson.array();
        json.add(verification.product().value());
        json.addAll(CompactJson.numbers(
                STATUSES.indexOf(verification.status()),
                verification.round(),
                verification.patience().attempts(),
                due.number(verification.patience()),
                verification.lateRows(),
                verification.overtaken()));
        return json;
    }

    static Verification readVerification(JsonNode json, DueTimes due) {
        var elements = new JsonElements(json);
        var product = new Product(elements.text());
        var status = STATUSES.get(elements.smallNumber());
        return new Verification(
                product,
                elements.smallNumber(),
                status,
                due.patience(elements.smallNumber(), elements.number()),
                elements.number(),
                elements.smallNumber());
    }
}
