package org.userdatatransfer.worker.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.userdatatransfer.worker.saga.Course;
import org.userdatatransfer.worker.saga.Run;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SubTaskState;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TransferRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A saga's state as compact JSON: arrays, one letter per field, zeros at the end left out, enums by their place in
 * lists. Request and plan are kept beside it.
 */
final class SagaCodec {

    private static final int CURRENT = 1;

    private static final String VERSION = "v";
    private static final String EPOCH = "e";
    private static final String COURSE = "c";
    private static final String SEQUENCE = "n";
    private static final String DUE_BASE = "b";
    private static final String SUB_TASKS = "s";
    private static final String VERIFICATIONS = "y";
    private static final String REASONS = "r";
    private static final String COMPENSATION_ROUND = "k";
    private static final String DEADLINE = "l";
    private static final String NEXT_COMPENSATION_AT = "x";
    private static final String HEARD = "h";
    private static final String TICKET = "t";
    private static final String ENDED_AT = "z";
    private static final String UNDONE_FOR = "u";

    /** Stored by place: append only. */
    static final List<Course> COURSES = List.of(
            Course.SCHEDULED,
            Course.QUEUED,
            Course.QUEUED_FOR_UNDO,
            Course.PREVIEWING,
            Course.CHECKING,
            Course.FORWARD,
            Course.BACK_AFTER_FAILURE,
            Course.BACK_AFTER_CANCEL,
            Course.BACK_FOR_UNDO,
            Course.HALTED,
            Course.REJECTED,
            Course.CANCELLED,
            Course.ACCEPTED);

    private SagaCodec() {}

    static String write(Saga saga) {
        var run = saga.run();
        var due = DueTimes.of(run);
        var json = CompactJson.object();
        json.put(VERSION, CURRENT);
        json.put(EPOCH, run.epoch());
        json.put(COURSE, COURSES.indexOf(run.course()));
        json.put(SEQUENCE, saga.sequence());
        if (due.base() != 0) {
            json.put(DUE_BASE, due.base());
        }
        var subTasks = json.putArray(SUB_TASKS);
        run.subTasks().forEach(state -> subTasks.add(SubTaskStateCodec.write(state, due)));
        if (!run.verifications().isEmpty()) {
            var verifications = json.putArray(VERIFICATIONS);
            run.verifications()
                    .forEach(verification -> verifications.add(SubTaskStateCodec.write(verification, due)));
        }
        if (!run.reasons().isEmpty()) {
            var reasons = json.putArray(REASONS);
            run.reasons().forEach(reason -> reasons.add(write(reason)));
        }
        if (run.compensationRound() != 0) {
            json.put(COMPENSATION_ROUND, run.compensationRound());
        }
        run.deadline().ifPresent(at -> json.put(DEADLINE, at.toEpochMilli()));
        run.nextCompensationAt().ifPresent(at -> json.put(NEXT_COMPENSATION_AT, at.toEpochMilli()));
        if (!saga.heard().isEmpty()) {
            var heard = json.putArray(HEARD);
            saga.heard().forEach(word -> heard.add(word.toString()));
        }
        saga.ticket().ifPresent(ticket -> json.put(TICKET, ticket));
        saga.endedAt().ifPresent(at -> json.put(ENDED_AT, at.toEpochMilli()));
        saga.undoneFor().ifPresent(who -> json.put(UNDONE_FOR, who));
        return CompactJson.write(json);
    }

    static Saga read(TransferRequest request, List<PlannedType> plan, String state) {
        var json = CompactJson.read(state);
        if (json.path(VERSION).asInt() != CURRENT) {
            throw new IllegalStateException("The state of transfer %s has version %s; this worker reads %d"
                    .formatted(request.id(), json.path(VERSION), CURRENT));
        }
        return new Saga(
                request,
                plan,
                readRun(json, plan),
                json.path(SEQUENCE).asLong(),
                json.path(HEARD).valueStream().map(word -> UUID.fromString(word.asString())).toList(),
                json.has(TICKET) ? Optional.of(json.path(TICKET).asLong()) : Optional.empty(),
                CompactJson.time(json.path(ENDED_AT)),
                CompactJson.text(json.path(UNDONE_FOR)));
    }

    private static Run readRun(JsonNode json, List<PlannedType> plan) {
        var due = new DueTimes(json.path(DUE_BASE).asLong(0));
        var subTasks = new ArrayList<SubTaskState>();
        for (var node : json.path(SUB_TASKS)) {
            subTasks.add(SubTaskStateCodec.read(node, due, plan.get(subTasks.size()).name()));
        }
        return new Run(
                json.path(EPOCH).asInt(),
                COURSES.get(json.path(COURSE).asInt()),
                subTasks,
                json.path(VERIFICATIONS)
                        .valueStream()
                        .map(node -> SubTaskStateCodec.readVerification(node, due))
                        .toList(),
                json.path(REASONS).valueStream().map(SagaCodec::readReason).toList(),
                json.path(COMPENSATION_ROUND).asInt(0),
                CompactJson.time(json.path(DEADLINE)),
                CompactJson.time(json.path(NEXT_COMPENSATION_AT)));
    }

    private static ArrayNode write(FailureReason reason) {
        return CompactJson.array()
                .add(reason.code())
                .add(reason.message())
                .add(reason.field().orElse(null))
                .add(reason.value().orElse(null))
                .add(reason.dataType().map(DataTypeName::value).orElse(null));
    }

    private static FailureReason readReason(JsonNode json) {
        var elements = new JsonElements(json);
        var code = elements.text();
        var message = elements.text();
        return new FailureReason(
                code,
                elements.optionalText(),
                elements.optionalText(),
                elements.optionalText().map(DataTypeName::new),
                message);
    }
}
