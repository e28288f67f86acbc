package org.userdatatransfer.worker.saga;

import java.util.Optional;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;

/** What can happen to a saga that exists, with the facts that a decision about it needs. */
public sealed interface SagaEvent {

    /** Its id was requested once more. */
    record RequestedAgain(TransferRequest request) implements SagaEvent {}

    /** @param laterTransfer for UNDO: a later transfer that has moved one of the users' data on */
    record Controlled(TransferControl control, Optional<TransferId> laterTransfer) implements SagaEvent {}

    record Reported(SubTaskReport report) implements SagaEvent {}

    /**
     * It is its turn for both of its users.
     *
     * @param ticket its number; for one user, transfers run in the order of it
     * @param laterTransfer as in {@link Controlled}, as of now
     */
    record Started(UserCheck check, long ticket, Optional<TransferId> laterTransfer) implements SagaEvent {}

    /** Something may be due. */
    record TimePassed() implements SagaEvent {}
}
