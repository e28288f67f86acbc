package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.userdatatransfer.worker.saga.Course;
import org.userdatatransfer.worker.saga.Patience;
import org.userdatatransfer.worker.saga.Run;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SubTaskState;
import org.userdatatransfer.worker.saga.SubTaskStatus;
import org.userdatatransfer.worker.saga.Verification;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A saga's state as compact JSON: arrays, one letter per field, zeros at the end left out, enums by their place in the
 * lists below. Request and plan are kept beside it.
 */
final class SagaCodec {

    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

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

    private SagaCodec() {}

    static String write(Saga saga) {
        var run = saga.run();
        var base = base(run);
        var json = NODES.objectNode();
        json.put("v", VERSION);
        json.put("e", run.epoch());
        json.put("c", COURSES.indexOf(run.course()));
        json.put("n", saga.sequence());
        if (base != 0) {
            json.put("b", base);
        }
        var subTasks = json.putArray("s");
        run.subTasks().forEach(state -> subTasks.add(write(state, base)));
        if (!run.verifications().isEmpty()) {
            var verifications = json.putArray("y");
            run.verifications().forEach(verification -> verifications.add(write(verification, base)));
        }
        if (!run.reasons().isEmpty()) {
            var reasons = json.putArray("r");
            run.reasons().forEach(reason -> reasons.add(write(reason)));
        }
        if (run.compensationRound() != 0) {
            json.put("k", run.compensationRound());
        }
        run.deadline().ifPresent(at -> json.put("l", at.toEpochMilli()));
        run.nextCompensationAt().ifPresent(at -> json.put("x", at.toEpochMilli()));
        if (!saga.heard().isEmpty()) {
            var heard = json.putArray("h");
            saga.heard().forEach(word -> heard.add(word.toString()));
        }
        saga.ticket().ifPresent(ticket -> json.put("t", ticket));
        saga.endedAt().ifPresent(at -> json.put("z", at.toEpochMilli()));
        saga.undoneFor().ifPresent(who -> json.put("u", who));
        return JSON.writeValueAsString(json);
    }

    static Saga read(TransferRequest request, List<PlannedType> plan, String state) {
        var json = JSON.readTree(state);
        if (json.path("v").asInt() != VERSION) {
            throw new IllegalStateException("The state of transfer %s has version %s; this worker reads %d"
                    .formatted(request.id(), json.path("v"), VERSION));
        }
        var base = json.path("b").asLong(0);
        var subTasks = new ArrayList<SubTaskState>();
        for (var node : json.path("s")) {
            subTasks.add(readSubTask(node, base, plan.get(subTasks.size()).name()));
        }
        var run = new Run(
                json.path("e").asInt(),
                COURSES.get(json.path("c").asInt()),
                subTasks,
                json.path("y").valueStream().map(node -> readVerification(node, base)).toList(),
                json.path("r").valueStream().map(SagaCodec::readReason).toList(),
                json.path("k").asInt(0),
                time(json.path("l")),
                time(json.path("x")));
        return new Saga(
                request,
                plan,
                run,
                json.path("n").asLong(),
                json.path("h").valueStream().map(word -> UUID.fromString(word.asString())).toList(),
                json.has("t") ? Optional.of(json.path("t").asLong()) : Optional.empty(),
                time(json.path("z")),
                text(json.path("u")));
    }

    private static ArrayNode write(SubTaskState state, long base) {
        var json = numbers(
                STATUSES.indexOf(state.status()),
                state.step(),
                state.patience().attempts(),
                relative(state.patience().due(), base),
                state.overtaken());
        state.result().ifPresent(result -> json.add(ResultCodec.write(result)));
        return json;
    }

    private static SubTaskState readSubTask(JsonNode json, long base, DataTypeName name) {
        var last = json.isEmpty() ? json : json.get(json.size() - 1);
        return new SubTaskState(
                STATUSES.get(json.path(0).asInt(0)),
                number(json, 1),
                new Patience(number(json, 2), absolute(json.path(3), base)),
                number(json, 4),
                json.size() > 0 && last.isArray() ? Optional.of(ResultCodec.read(last, name)) : Optional.empty());
    }

    private static int number(JsonNode json, int index) {
        return json.path(index).isNumber() ? json.path(index).asInt() : 0;
    }

    private static ArrayNode write(Verification verification, long base) {
        var json = NODES.arrayNode();
        json.add(verification.product().value());
        json.addAll(numbers(
                STATUSES.indexOf(verification.status()),
                verification.round(),
                verification.patience().attempts(),
                relative(verification.patience().due(), base),
                verification.lateRows(),
                verification.overtaken()));
        return json;
    }

    private static Verification readVerification(JsonNode json, long base) {
        return new Verification(
                new Product(json.path(0).asString()),
                json.path(2).asInt(0),
                STATUSES.get(json.path(1).asInt(0)),
                new Patience(json.path(3).asInt(0), absolute(json.path(4), base)),
                json.path(5).asLong(0),
                json.path(6).asInt(0));
    }

    private static ArrayNode write(FailureReason reason) {
        return NODES.arrayNode()
                .add(reason.code())
                .add(reason.message())
                .add(reason.field().orElse(null))
                .add(reason.value().orElse(null))
                .add(reason.dataType().map(DataTypeName::value).orElse(null));
    }

    private static FailureReason readReason(JsonNode json) {
        return new FailureReason(
                json.path(0).asString(),
                text(json.path(2)),
                text(json.path(3)),
                text(json.path(4)).map(DataTypeName::new),
                json.path(1).asString());
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

    /** The earliest of the times that are kept relative to it. */
    private static long base(Run run) {
        return Stream.concat(
                        run.subTasks().stream().map(SubTaskState::patience),
                        run.verifications().stream().map(Verification::patience))
                .flatMap(patience -> patience.due().stream())
                .mapToLong(Instant::toEpochMilli)
                .min()
                .orElse(0);
    }

    private static long relative(Optional<Instant> due, long base) {
        return due.map(at -> at.toEpochMilli() - base + 1).orElse(0L);
    }

    private static Optional<Instant> absolute(JsonNode json, long base) {
        return json.isNumber() && json.asLong() != 0
                ? Optional.of(Instant.ofEpochMilli(json.asLong() + base - 1))
                : Optional.empty();
    }

    private static Optional<Instant> time(JsonNode json) {
        return json.isNumber() ? Optional.of(Instant.ofEpochMilli(json.asLong())) : Optional.empty();
    }

    private static Optional<String> text(JsonNode json) {
        return json.isString() ? Optional.of(json.asString()) : Optional.empty();
    }
}
