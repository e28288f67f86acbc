package org.userdatatransfer.worker.coordination;

import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;

/**
 * Says which data types a request concerns, or what is wrong with it; from memory, for it is asked in a transaction.
 */
@FunctionalInterface
public interface TransferPlanner {

    TransferPlan plan(TransferRequest request);
}
