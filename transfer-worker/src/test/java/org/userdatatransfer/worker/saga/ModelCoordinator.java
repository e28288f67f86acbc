package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.UserCheck;

/** What the coordinator of a {@link Model} can hear of a transfer, and what becomes of its saga then. */
final class ModelCoordinator {

    private static final Instant NOW = World.NOW;
    private static final UserCheck WELL_KNOWN = new UserCheck(Set.of(Story.QM), List.of());
    private static final UserCheck UNKNOWN = new UserCheck(
            Set.of(), List.of(FailureReason.inField(ReasonCode.UNKNOWN_USER, "sourceUserId", "?", "nobody knows them")));

    private final Model model;
    private final ModelCommands commands;

    /** What becomes of a saga by an event: decided once, however many states the saga is part of. */
    private final Map<Occasion, Decision> decisions = new HashMap<>();

    private record Occasion(int saga, SagaEvent event) {}

    private record Decision(int saga, List<SagaCommand> commands) {}

    ModelCoordinator(Model model) {
        this.model = model;
        this.commands = new ModelCommands(model);
    }

    void addSteps(List<ModelStep> steps, ModelState state, int transfer) {
        request(steps, state, transfer);
        control(steps, state, transfer);
        if (state.isRequested(transfer)) {
            help(steps, state, transfer);
            start(steps, state, transfer);
            passTime(steps, state, transfer);
        }
    }

    void addSteps(List<ModelStep> steps, ModelState state, SubTaskReport report) {
        steps.add(heard(
                () -> "report " + Model.text(report),
                state,
                Model.number(report.transferId()),
                new SagaEvent.Reported(report)));
    }

    /** Whether it changes nothing, and nothing follows. */
    boolean isNothingNew(ModelState state, int transfer, SagaEvent event) {
        var decision = decision(state, transfer, event);
        return decision.saga() == state.saga(transfer) && decision.commands().isEmpty();
    }

    private void request(List<ModelStep> steps, ModelState state, int transfer) {
        var request = model.world.requests().get(transfer);
        if (state.isRequested(transfer)) {
            steps.add(heard(
                    () -> "request " + transfer + " again", state, transfer, new SagaEvent.RequestedAgain(request)));
            return;
        }
        steps.add(new ModelStep(() -> "request " + transfer, () -> {
            var earlyCancel = state.isCancelledEarly(transfer)
                    ? Optional.of(new ModelControl(transfer, ControlAction.CANCEL, 0).message())
                    : Optional.<TransferControl>empty();
            return applied(
                    state,
                    transfer,
                    model.core.open(request, new TransferPlan(model.plan(transfer), List.of()), earlyCancel, NOW));
        }));
    }

    /** Operators speak at any time, and everything they say may be delivered again. */
    private void control(List<ModelStep> steps, ModelState state, int transfer) {
        for (var control : ModelControl.of(transfer)) {
            var isIssued = state.isIssued(control.bit());
            if (!isIssued && !(state.mayIssue() && control.isNext(state))) {
                continue;
            }
            var next = state.copy();
            if (!isIssued) {
                next.issue(control.bit());
            }
            Supplier<String> name = () -> "%s %d%s".formatted(control.action(), transfer, isIssued ? " again" : "");
            if (state.isRequested(transfer)) {
                var event = new SagaEvent.Controlled(control.message(), model.laterTransfer(state, transfer));
                steps.add(
                        isIssued
                                ? new ModelStep(name, () -> unmoved(state, transfer, event))
                                : heard(name, next, transfer, event));
            } else if (control.isEarlyCancel()) {
                steps.add(new ModelStep(name, () -> {
                    next.cancelEarly(transfer);
                    return next;
                }));
            }
        }
    }

    /** Whoever needs an operator has one. */
    private void help(List<ModelStep> steps, ModelState state, int transfer) {
        if (model.saga(state, transfer).phase() == Phase.NEEDS_OPERATOR) {
            for (var action : List.of(ControlAction.ACCEPT, ControlAction.REPLAY)) {
                steps.add(heard(
                        () -> "%s %d, to help".formatted(action, transfer),
                        state,
                        transfer,
                        new SagaEvent.Controlled(ModelControl.toHelp(transfer, action), Optional.empty())));
            }
        }
    }

    private void start(List<ModelStep> steps, ModelState state, int transfer) {
        var mayStart = model.locksUsers(transfer) ? state.isAtHead(transfer) : model.hasTicket(state, transfer);
        if (!mayStart || model.saga(state, transfer).phase() != Phase.QUEUED) {
            return;
        }
        var ticket = Math.max(model.ticket(state, 0), model.ticket(state, 1)) + 1;
        var laterTransfer = model.laterTransfer(state, transfer);
        steps.add(heard(
                () -> "start " + transfer,
                state,
                transfer,
                new SagaEvent.Started(WELL_KNOWN, ticket, laterTransfer)));
        if (model.world.mayBeUnknown() && state.mayFail()) {
            steps.add(heard(
                    () -> "start %d, whose users nobody knows".formatted(transfer),
                    failed(state),
                    transfer,
                    new SagaEvent.Started(UNKNOWN, ticket, laterTransfer)));
        }
    }

    private void passTime(List<ModelStep> steps, ModelState state, int transfer) {
        var saga = model.saga(state, transfer);
        if (saga.dueAt().isEmpty()) {
            return;
        }
        if (saga.phase() == Phase.SCHEDULED) {
            steps.add(new ModelStep(
                    () -> "clock %d, before its date".formatted(transfer),
                    () -> unmoved(state, transfer, new SagaEvent.TimePassed())));
            steps.add(passed(() -> "the date of " + transfer, state, transfer, World.DATE));
            return;
        }
        steps.add(heard(() -> "clock " + transfer, state, transfer, new SagaEvent.TimePassed()));
        if (state.mayFail()) {
            steps.add(passed(() -> "deadline " + transfer, failed(state), transfer, NOW.plus(Model.DEADLINE)));
        }
    }

    private static ModelState failed(ModelState state) {
        var next = state.copy();
        next.fail();
        return next;
    }

    private ModelStep passed(Supplier<String> name, ModelState state, int transfer, Instant at) {
        return new ModelStep(
                name,
                () -> applied(
                        state,
                        transfer,
                        model.core.on(model.saga(state, transfer), new SagaEvent.TimePassed(), at, model.policy)));
    }

    private ModelStep heard(Supplier<String> name, ModelState state, int transfer, SagaEvent event) {
        return new ModelStep(name, () -> applied(state, transfer, decision(state, transfer, event)));
    }

    /** What has been said before must not count again, nor what comes before its time. */
    private ModelState unmoved(ModelState state, int transfer, SagaEvent event) {
        BrokenPromise.unless(
                isNothingNew(state, transfer, event), "Transfer %d obeys what does not count", transfer);
        return state;
    }

    private Decision decision(ModelState state, int transfer, SagaEvent event) {
        return decisions.computeIfAbsent(
                new Occasion(state.saga(transfer), event),
                occasion -> decision(model.core.on(model.saga(state, transfer), event, NOW, model.policy)));
    }

    private Decision decision(Transition transition) {
        return new Decision(model.number(Timeless.of(transition.saga())), transition.commands());
    }

    private ModelState applied(ModelState state, int transfer, Transition transition) {
        return applied(state, transfer, decision(transition));
    }

    private ModelState applied(ModelState state, int transfer, Decision decision) {
        if (decision.saga() == state.saga(transfer) && decision.commands().isEmpty()) {
            return state;
        }
        var next = state.copy();
        next.setSaga(transfer, decision.saga());
        decision.commands().forEach(command -> commands.carryOut(next, transfer, command));
        return next;
    }
}
