package org.userdatatransfer.worker.saga;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;

/**
 * What the workers of a {@link Model} can do with a command. They decide once per epoch whether they succeed, and keep
 * their answer in the fence, as the real ones do.
 */
final class ModelWorkers {

    private final Model model;
    private final ModelFences fences;

    ModelWorkers(Model model, ModelFences fences) {
        this.model = model;
        this.fences = fences;
    }

    void addSteps(List<ModelStep> steps, ModelState state, SubTask subTask) {
        if (subTask.action() == SubTaskAction.PREVIEW) {
            preview(steps, state, subTask);
            return;
        }
        if (!fences.isNew(state, subTask)) {
            // Not its turn, or a repeat: at most it says again what it has said.
            return;
        }
        if (fences.isHeld(state, subTask)) {
            hold(steps, state, subTask);
            return;
        }
        steps.add(new ModelStep(() -> "work " + Model.text(subTask), () -> worked(state, subTask, false)));
        if (subTask.isFirstLook()) {
            // It may see late rows: they are looked for again in the end, and it fails nothing.
            hold(steps, state, subTask);
        } else if (state.mayFail()) {
            steps.add(new ModelStep(() -> "fail " + Model.text(subTask), () -> worked(state, subTask, true)));
        }
    }

    /** What a preview says of a data type as long as nothing drifts. */
    static SubTaskReport asPreviewed(SubTask subTask) {
        var type = subTask.dataType();
        return SubTaskReport.of(subTask, List.of(Story.previewed(type.value(), World.decisions(type))));
    }

    /** Passes no fence. */
    private void hold(List<ModelStep> steps, ModelState state, SubTask subTask) {
        steps.add(new ModelStep(() -> "hold " + Model.text(subTask), () -> {
            var next = state.copy();
            model.send(
                    next,
                    SubTaskReport.of(
                            subTask,
                            subTask.dataTypes().stream()
                                    .map(type -> Story.result(type.value(), DataTypeOutcome.HELD, Tally.ZERO))
                                    .toList()));
            return next;
        }));
    }

    /** Changes nothing, passes no fence, and may come out otherwise each time. */
    private void preview(List<ModelStep> steps, ModelState state, SubTask subTask) {
        steps.add(new ModelStep(() -> "look " + Model.text(subTask), () -> {
            var next = state.copy();
            model.send(next, asPreviewed(subTask));
            return next;
        }));
        if (state.mayFail()) {
            for (var other : List.of(
                    Story.previewed(subTask.dataType().value(), "drifted"),
                    Story.result(subTask.dataType().value(), DataTypeOutcome.FAILED, Tally.ZERO))) {
                steps.add(new ModelStep(() -> "look %s: %s".formatted(Model.text(subTask), other.outcome()), () -> {
                    var next = state.copy();
                    next.fail();
                    model.send(next, SubTaskReport.of(subTask, List.of(other)));
                    return next;
                }));
            }
        }
    }

    private ModelState worked(ModelState state, SubTask subTask, boolean fails) {
        checkOrder(state, subTask);
        var next = state.copy();
        fences.pass(next, subTask, fails);
        if (fails) {
            next.fail();
        }
        model.send(
                next,
                SubTaskReport.of(
                        subTask,
                        subTask.dataTypes().stream()
                                .map(type -> new DataTypeResult(
                                        type,
                                        fails ? DataTypeOutcome.FAILED : DataTypeOutcome.DONE,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Tally.ZERO,
                                        0,
                                        0,
                                        List.of(),
                                        List.of(),
                                        Optional.empty()))
                                .toList()));
        return next;
    }

    private void checkOrder(ModelState state, SubTask subTask) {
        var transfer = Model.number(subTask.transferId());
        var mustBeThrough =
                switch (subTask.action()) {
                    case TRANSFER ->
                        model.plan(transfer)
                                .get(model.indexOf(transfer, subTask.dataType()))
                                .after();
                    case VERIFY -> Set.copyOf(subTask.dataTypes());
                    case PREVIEW, COMPENSATE -> Set.<DataTypeName>of();
                };
        for (var type : mustBeThrough) {
            BrokenPromise.unless(
                    fences.isThrough(state, subTask, type),
                    "%s before %s is through",
                    Model.text(subTask),
                    type);
        }
    }
}
