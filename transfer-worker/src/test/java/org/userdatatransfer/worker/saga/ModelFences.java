package org.userdatatransfer.worker.saga;

import java.util.stream.IntStream;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** What the workers of a {@link Model} have done, and so what they may do: a fence per data type, and one for VERIFY. */
final class ModelFences {

    private static final int VERIFY = ModelState.FENCES_EACH - 1;

    private final Model model;

    ModelFences(Model model) {
        this.model = model;
    }

    /** @param isDone whether the rows are the target's */
    private record Fence(int epoch, int action, boolean failed, boolean isDone) {

        static Fence of(int packed) {
            return new Fence(packed >> 4, packed >> 2 & 3, (packed >> 1 & 1) == 1, (packed & 1) == 1);
        }

        int packed() {
            return epoch << 4 | action << 2 | (failed ? 2 : 0) | (isDone ? 1 : 0);
        }
    }

    /** A worker decides once per epoch; before VERIFY every data type of it is at no later one. */
    boolean isNew(ModelState state, SubTask subTask) {
        var transfer = Model.number(subTask.transferId());
        return at(state, transfer, indexOf(subTask)).epoch() < subTask.epoch()
                && (subTask.action() != SubTaskAction.VERIFY
                        || types(transfer)
                                .allMatch(type -> at(state, transfer, type).epoch() <= subTask.epoch()));
    }

    boolean isHeld(ModelState state, SubTask subTask) {
        return subTask.after().stream().anyMatch(type -> !isThrough(state, subTask, type));
    }

    /** Whether a data type is done in the epoch of this sub-task. */
    boolean isThrough(ModelState state, SubTask subTask, DataTypeName type) {
        var transfer = Model.number(subTask.transferId());
        var fence = at(state, transfer, model.indexOf(transfer, type));
        return fence.epoch() == subTask.epoch() && fence.isDone() && !fence.failed();
    }

    void pass(ModelState state, SubTask subTask, boolean fails) {
        var transfer = Model.number(subTask.transferId());
        var was = at(state, transfer, indexOf(subTask));
        var isDone =
                switch (subTask.action()) {
                    case TRANSFER -> was.isDone() || !fails;
                    case COMPENSATE -> was.isDone() && fails;
                    case PREVIEW, VERIFY -> was.isDone();
                };
        state.setFence(
                transfer,
                indexOf(subTask),
                new Fence(subTask.epoch(), subTask.action().ordinal(), fails, isDone).packed());
    }

    boolean isNothingDone(ModelState state, int transfer) {
        return types(transfer).noneMatch(type -> at(state, transfer, type).isDone());
    }

    boolean isEverythingDone(ModelState state, int transfer) {
        return types(transfer).allMatch(type -> at(state, transfer, type).isDone());
    }

    boolean isVerified(ModelState state, int transfer, int epoch) {
        return at(state, transfer, VERIFY).epoch() == epoch;
    }

    private IntStream types(int transfer) {
        return IntStream.range(0, model.plan(transfer).size());
    }

    private int indexOf(SubTask subTask) {
        return subTask.action() == SubTaskAction.VERIFY
                ? VERIFY
                : model.indexOf(Model.number(subTask.transferId()), subTask.dataType());
    }

    private static Fence at(ModelState state, int transfer, int index) {
        return Fence.of(state.fence(transfer, index));
    }
}
