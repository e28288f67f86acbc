package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;

/** What is explored: the saga as it is, or one with a classic bug. */
interface Core {

    default Transition accept(
            TransferRequest request, TransferPlan plan, Optional<TransferControl> earlyCancel, Instant now) {
        return Saga.accept(request, plan, earlyCancel, now);
    }

    default Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
        return saga.on(event, now, policy);
    }

    Core REAL = new Core() {};
}
