package org.userdatatransfer.worker.saga;

import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;

/** What comes in over the topics and concerns one saga. */
public sealed interface SagaInput {

    TransferId transferId();

    /** Somebody wants a transfer; seen before or not. */
    record Requested(TransferRequest request) implements SagaInput {
        @Override
        public TransferId transferId() {
            return request.id();
        }
    }

    /** An operator has said something. */
    record Controlled(TransferControl control) implements SagaInput {
        @Override
        public TransferId transferId() {
            return control.transferId();
        }
    }

    /** A worker has said what became of a sub-task. */
    record Reported(SubTaskReport report) implements SagaInput {
        @Override
        public TransferId transferId() {
            return report.transferId();
        }
    }
}
