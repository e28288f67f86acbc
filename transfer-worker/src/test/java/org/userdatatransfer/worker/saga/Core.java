package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;

/** What is explored: the saga as it is, or one with a classic bug. */
interface Core {

    default Transition open(
            TransferRequest request, TransferPlan plan, Optional<TransferControl> earlyCancel, Instant now) {
        return Saga.open(request, plan, earlyCancel, now);
    }

    default Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
        return saga.on(event, now, policy);
    }

    Core REAL = new Core() {};

    /** The same, but for what workers are asked to do. */
    static Transition asking(Transition right, UnaryOperator<SubTask> otherwise) {
        return new Transition(
                right.saga(),
                right.commands().stream()
                        .map(command -> command instanceof SagaCommand.RunSubTask run
                                ? new SagaCommand.RunSubTask(otherwise.apply(run.subTask()))
                                : command)
                        .toList());
    }
}
