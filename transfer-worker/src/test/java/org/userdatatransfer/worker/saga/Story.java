package org.userdatatransfer.worker.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

/** Tells a saga what happens, one event after the other, and keeps what it wanted done last. */
final class Story {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Product QM = new Product("qm");
    static final Product WFM = new Product("wfm");
    static final PlannedType CCR = type("ccr", QM);
    static final PlannedType EVALUATION = type("evaluation", QM, "ccr");
    static final PlannedType SHIFT = type("shift", WFM);
    static final TransferId ID = new TransferId(new UUID(0, 1));
    static final SagaPolicy POLICY = new SagaPolicy(
            Duration.ofMinutes(2),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            SagaPolicy.WhenOverdue.COMPENSATE,
            Duration.ofHours(1),
            2,
            Duration.ofMinutes(1),
            Duration.ofDays(30));

    private SagaPolicy policy = POLICY;
    private Instant now = START;
    private Saga saga;
    private List<SagaCommand> commands;

    private Story(Transition first) {
        saga = first.saga();
        commands = first.commands();
    }

    static Story of(TransferRequest request, PlannedType... types) {
        return new Story(Saga.open(request, plan(types), Optional.empty(), START));
    }

    static Story ofRejected(TransferRequest request, FailureReason reason) {
        return new Story(
                Saga.open(request, new TransferPlan(List.of(), List.of(reason)), Optional.empty(), START));
    }

    static Story ofCancelled(TransferRequest request, PlannedType... types) {
        return new Story(
                Saga.open(request, plan(types), Optional.of(control(ControlAction.CANCEL, 1)), START));
    }

    /** Queued, its turn, and both products know the source. */
    static Story started(PlannedType... types) {
        return of(request(), types).start();
    }

    static TransferPlan plan(PlannedType... types) {
        return new TransferPlan(List.of(types), List.of());
    }

    static PlannedType type(String name, Product product, String... after) {
        var names = Stream.of(after).map(DataTypeName::new).collect(Collectors.toSet());
        return new PlannedType(new DataTypeName(name), product, names, new DataTypeName(name));
    }

    static PlannedType grouped(String name, Product product, String group) {
        return new PlannedType(new DataTypeName(name), product, Set.of(), new DataTypeName(group));
    }

    static TransferRequest request() {
        return request(TransferMode.EXECUTE, Optional.empty(), Optional.empty());
    }

    static TransferRequest request(TransferMode mode, Optional<Instant> effectiveAt, Optional<String> planHash) {
        return new TransferRequest(
                ID,
                new TenantId("acme"),
                new UserId("ann"),
                new UserId("bob"),
                "hr",
                START,
                List.of(),
                effectiveAt,
                mode,
                Map.of(),
                Optional.empty(),
                planHash);
    }

    static TransferControl control(ControlAction action, long id, String... types) {
        return new TransferControl(
                new UUID(9, id),
                ID,
                action,
                "olga",
                START,
                Arrays.stream(types).map(DataTypeName::new).toList(),
                Optional.empty());
    }

    static DataTypeResult result(String type, DataTypeOutcome outcome, Tally tally) {
        return new DataTypeResult(
                new DataTypeName(type),
                outcome,
                outcome == DataTypeOutcome.FAILED ? Optional.of("CONSTRAINT_VIOLATED") : Optional.empty(),
                outcome == DataTypeOutcome.FAILED ? Optional.of("unique key " + type + "_pk") : Optional.empty(),
                tally,
                tally.moved(),
                tally.moved(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    static DataTypeResult previewed(String type, String hash) {
        return new DataTypeResult(
                new DataTypeName(type),
                DataTypeOutcome.DONE,
                Optional.empty(),
                Optional.empty(),
                Tally.ZERO,
                0,
                0,
                List.of(),
                List.of(),
                Optional.of(hash));
    }

    static Tally moved(long rows) {
        return new Tally(rows, 0, 0, rows, 0, 0, rows, 0, 0);
    }

    Story start() {
        return startAs(new UserCheck(Set.of(QM, WFM), List.of()));
    }

    Story startAs(UserCheck check) {
        return on(new SagaEvent.Started(check, 7, Optional.empty()));
    }

    Story requestedAgain(TransferRequest request) {
        return on(new SagaEvent.RequestedAgain(request));
    }

    Story control(ControlAction action, String... types) {
        return on(new SagaEvent.Controlled(control(action, saga.heard().size() + 1, types), Optional.empty()));
    }

    Story later(Duration time) {
        now = now.plus(time);
        return on(new SagaEvent.TimePassed());
    }

    Story obeying(SagaPolicy other) {
        policy = other;
        return this;
    }

    /** Every sub-task of the last commands is done, having moved ten rows. */
    Story allDone() {
        return answered(DataTypeOutcome.DONE);
    }

    /** The same, but rows have come late: the verifications that came along are held. */
    Story allDoneButVerified() {
        return answered(DataTypeOutcome.HELD);
    }

    private Story answered(DataTypeOutcome verification) {
        var subTasks = subTasks();
        var all = new ArrayList<SagaCommand>();
        for (var subTask : subTasks) {
            if (subTask.action() == SubTaskAction.VERIFY) {
                report(subTask, verification, 0);
            } else {
                report(subTask, DataTypeOutcome.DONE, 10);
            }
            all.addAll(commands);
        }
        commands = List.copyOf(all);
        return this;
    }

    Story report(SubTask subTask, DataTypeOutcome outcome, long rows) {
        var results = subTask.dataTypes().stream()
                .map(type -> result(type.value(), outcome, moved(rows)))
                .toList();
        return report(subTask, results);
    }

    Story report(SubTask subTask, List<DataTypeResult> results) {
        return on(new SagaEvent.Reported(SubTaskReport.of(subTask, results)));
    }

    Story report(String type, DataTypeOutcome outcome) {
        var index = saga.plan().stream().map(p -> p.name().value()).toList().indexOf(type);
        var back = saga.run().course().isBack();
        return report(
                new SubTaskCommands(saga)
                        .of(saga.plannedSubTask(index), back ? SubTaskAction.COMPENSATE : SubTaskAction.TRANSFER),
                outcome,
                outcome == DataTypeOutcome.FAILED ? 0 : 10);
    }

    Story on(SagaEvent event) {
        var transition = saga.on(event, now, policy);
        saga = transition.saga();
        commands = transition.commands();
        return this;
    }

    Saga saga() {
        return saga;
    }

    Phase phase() {
        return saga.phase();
    }

    Instant now() {
        return now;
    }

    List<SagaCommand> commands() {
        return commands;
    }

    List<SubTask> subTasks() {
        return commands.stream()
                .flatMap(c -> c instanceof SagaCommand.RunSubTask run ? Stream.of(run.subTask()) : Stream.empty())
                .toList();
    }

    /** What is asked of workers, such as {@code TRANSFER 1 ccr}: action, epoch, data types. */
    List<String> asked() {
        return subTasks().stream()
                .map(t -> "%s %d %s".formatted(
                        t.action(),
                        t.epoch(),
                        String.join(
                                "+", t.dataTypes().stream().map(DataTypeName::value).toList())))
                .toList();
    }

    List<TicketCall> tickets() {
        return commands.stream()
                .flatMap(c -> c instanceof SagaCommand.CallTickets call ? Stream.of(call.call()) : Stream.empty())
                .toList();
    }

    List<Announcement.Fact> facts() {
        return commands.stream()
                .flatMap(c -> c instanceof SagaCommand.Announce told ? Stream.of(told.fact()) : Stream.empty())
                .toList();
    }

    Announcement.Failed failed() {
        return (Announcement.Failed) facts().getFirst();
    }

    Announcement.Completed completed() {
        return (Announcement.Completed) facts().getFirst();
    }

    List<String> told() {
        return commands.stream()
                .flatMap(c -> c instanceof SagaCommand.TellStatus told
                        ? Stream.of(told.cause() + told.message().map(m -> ": " + m).orElse(""))
                        : Stream.empty())
                .toList();
    }
}
