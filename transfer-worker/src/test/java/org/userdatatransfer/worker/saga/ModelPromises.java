package org.userdatatransfer.worker.saga;

import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** What must hold in every state of a {@link Model}. */
final class ModelPromises {

    private final Model model;
    private final ModelFences fences;

    ModelPromises(Model model, ModelFences fences) {
        this.model = model;
        this.fences = fences;
    }

    void check(ModelState from, ModelState to) {
        var running = 0;
        for (int transfer = 0; transfer < ModelState.TRANSFERS; transfer++) {
            if (to.isRequested(transfer)) {
                checkTicket(to, transfer);
                checkRows(from, to, transfer);
                checkEnd(to, transfer);
                running += isAtWork(to, transfer) ? 1 : 0;
            }
        }
        BrokenPromise.unless(running < ModelState.TRANSFERS, "Both transfers run, and bob is in both");
    }

    /** Whether it runs, or may yet, with both users locked. */
    private boolean isAtWork(ModelState state, int transfer) {
        var phase = model.saga(state, transfer).phase();
        return model.locksUsers(transfer) && (phase.isRunning() || phase == Phase.NEEDS_OPERATOR);
    }

    private void checkTicket(ModelState state, int transfer) {
        var phase = model.saga(state, transfer).phase();
        BrokenPromise.unless(
                model.hasTicket(state, transfer)
                        == (phase == Phase.QUEUED || phase.isRunning() || phase == Phase.NEEDS_OPERATOR),
                "Transfer %d is %s, which does not fit its ticket",
                transfer,
                phase);
        BrokenPromise.unless(
                !isAtWork(state, transfer) || state.isAtHead(transfer),
                "Transfer %d is %s without being at the head",
                transfer,
                phase);
    }

    private void checkRows(ModelState from, ModelState to, int transfer) {
        var saga = model.saga(to, transfer);
        var phase = saga.phase();
        BrokenPromise.unless(
                model.locksUsers(transfer) || fences.isNothingDone(to, transfer),
                "Preview %d has moved rows",
                transfer);
        switch (phase) {
            case SCHEDULED, CHECKING, PREVIEWING, REJECTED, COMPENSATED, CANCELLED, UNDONE, PREVIEWED ->
                BrokenPromise.unless(
                        fences.isNothingDone(to, transfer),
                        "Transfer %d is %s, but something of it is done",
                        transfer,
                        phase);
            case COMPLETED -> {
                BrokenPromise.unless(
                        fences.isVerified(to, transfer, saga.epoch()),
                        "Transfer %d is completed without having been verified",
                        transfer);
                BrokenPromise.unless(
                        fences.isEverythingDone(to, transfer),
                        "Transfer %d is completed, but something of it is not done",
                        transfer);
            }
            case UNDOING ->
                BrokenPromise.unless(
                        mayBeUndone(from, transfer),
                        "Transfer %d is undone though the other has moved the data on",
                        transfer);
            case ACCEPTED ->
                BrokenPromise.unless(
                        isQuiet(to, transfer), "Transfer %d is accepted, but its rows may still move", transfer);
            case QUEUED, TRANSFERRING, VERIFYING, COMPENSATING, NEEDS_OPERATOR -> {}
        }
    }

    private boolean mayBeUndone(ModelState from, int transfer) {
        var phase = model.saga(from, transfer).phase();
        return phase == Phase.UNDOING
                || phase == Phase.NEEDS_OPERATOR
                || model.laterTransfer(from, transfer).isEmpty();
    }

    private void checkEnd(ModelState state, int transfer) {
        var saga = model.saga(state, transfer);
        switch (saga.phase()) {
            case REJECTED, COMPENSATED, CANCELLED, UNDONE, PREVIEWED, COMPLETED ->
                BrokenPromise.unless(
                        state.hasEnd(transfer, saga.epoch()),
                        "Transfer %d is %s, but nobody was told",
                        transfer,
                        saga.phase());
            case NEEDS_OPERATOR ->
                BrokenPromise.unless(
                        state.hasCalledForHelp(transfer, saga.epoch()),
                        "Transfer %d needs an operator in silence",
                        transfer);
            default -> {}
        }
    }

    /** Whatever was sent and is delivered now, nobody acts on it. */
    private boolean isQuiet(ModelState state, int transfer) {
        for (int m = state.nextSent(0); m >= 0; m = state.nextSent(m + 1)) {
            if (model.message(m) instanceof SubTask subTask
                    && Model.number(subTask.transferId()) == transfer
                    && subTask.action() != SubTaskAction.PREVIEW
                    && !subTask.isFirstLook()
                    && fences.isNew(state, subTask)) {
                return false;
            }
        }
        return true;
    }
}
