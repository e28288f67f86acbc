package org.userdatatransfer.worker.coordination;

import java.util.List;
import java.util.Map;
import org.userdatatransfer.worker.transfer.PlannedTransfer;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserCheck;

/** Looks up in the product databases what is known of the users of transfers; never asked within a transaction. */
@FunctionalInterface
public interface UserChecks {

    /** One for each transfer. */
    Map<TransferId, UserCheck> check(List<PlannedTransfer> transfers);
}
