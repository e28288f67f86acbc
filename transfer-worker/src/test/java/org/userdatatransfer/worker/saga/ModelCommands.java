package org.userdatatransfer.worker.saga;

import java.util.List;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** Carries out what the sagas of a {@link Model} want: sends sub-tasks, calls for tickets, announces. */
final class ModelCommands {

    private final Model model;

    ModelCommands(Model model) {
        this.model = model;
    }

    void carryOut(ModelState state, int transfer, SagaCommand command) {
        switch (command) {
            case SagaCommand.RunSubTask run -> run(state, transfer, run.subTask());
            case SagaCommand.CallTickets call -> {
                if (model.locksUsers(transfer)) {
                    call(state, transfer, call.call());
                } else {
                    callForRoom(state, transfer, call.call());
                }
            }
            case SagaCommand.Announce announce -> announce(state, transfer, announce);
            case SagaCommand.TellStatus tell -> {}
            case SagaCommand.Remember remember -> {}
        }
    }

    private void run(ModelState state, int transfer, SubTask subTask) {
        BrokenPromise.unless(
                isAsPreviewed(state, transfer, subTask),
                "Transfer %d moves rows without having looked whether it is as in the preview",
                transfer);
        model.send(state, subTask);
    }

    /** What is given a preview's hash moves rows only after each data type has said the same again, in this run. */
    private boolean isAsPreviewed(ModelState state, int transfer, SubTask subTask) {
        return subTask.action() != SubTaskAction.TRANSFER
                || model.world.requests().get(transfer).planHash().isEmpty()
                || model.plan(transfer).stream()
                        .allMatch(type -> model.isSent(state, ModelWorkers.asPreviewed(previewOf(subTask, type))));
    }

    private static SubTask previewOf(SubTask subTask, PlannedType type) {
        return new SubTask(
                subTask.transferId(),
                subTask.tenant(),
                subTask.source(),
                subTask.target(),
                subTask.epoch(),
                SubTaskAction.PREVIEW,
                0,
                type.product(),
                List.of(type.name()),
                subTask.whenSourceEmpty(),
                List.of());
    }

    private static void call(ModelState state, int transfer, TicketCall call) {
        var isQueued = state.isQueued(transfer);
        switch (call) {
            case TAKE -> {
                BrokenPromise.unless(!isQueued, "Transfer %d takes a ticket though it has one", transfer);
                state.enqueue(transfer);
            }
            case RELEASE -> {
                BrokenPromise.unless(isQueued, "Transfer %d releases a ticket that it does not have", transfer);
                state.dequeue(transfer);
            }
            case PARK -> {
                BrokenPromise.unless(
                        isQueued && !state.isParked(transfer), "Transfer %d parks without a ticket", transfer);
                state.park(transfer);
            }
            case RESUME -> {
                BrokenPromise.unless(state.isParked(transfer), "Transfer %d resumes without having parked", transfer);
                state.unpark(transfer);
            }
        }
    }

    private static void callForRoom(ModelState state, int transfer, TicketCall call) {
        BrokenPromise.unless(
                call == (state.isQueuedForRoom(transfer) ? TicketCall.RELEASE : TicketCall.TAKE),
                "Preview %d calls for %s",
                transfer,
                call);
        state.flipRoom(transfer);
    }

    private static void announce(ModelState state, int transfer, SagaCommand.Announce announce) {
        var isCallForHelp = announce.fact() instanceof Announcement.Failed failed
                && failed.outcome() == Announcement.FailureOutcome.NEEDS_OPERATOR;
        var isKnown = isCallForHelp
                ? state.hasCalledForHelp(transfer, announce.epoch())
                : state.hasEnd(transfer, announce.epoch());
        BrokenPromise.unless(!isKnown, "Transfer %d is told of twice in one epoch", transfer);
        if (isCallForHelp) {
            state.callForHelp(transfer, announce.epoch());
        } else {
            state.end(transfer, announce.epoch());
        }
    }
}
