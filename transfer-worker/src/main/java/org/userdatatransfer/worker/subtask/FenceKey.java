package org.userdatatransfer.worker.subtask;

import java.util.Comparator;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferId;

/** What one row of the fence is about. In the order in which rows are locked. */
record FenceKey(TransferId transfer, DataTypeName type) implements Comparable<FenceKey> {

    private static final Comparator<FenceKey> ORDER =
            Comparator.comparing(FenceKey::transfer).thenComparing(FenceKey::type);

    /**
     * The row that a transfer's VERIFY commands pass, of no data type. One per product: several may be in one database.
     *
     * @param subTask any of the transfer and the product
     */
    static FenceKey ofVerification(SubTask subTask) {
        return new FenceKey(subTask.transferId(), new DataTypeName("*" + subTask.product()));
    }

    @Override
    public int compareTo(FenceKey other) {
        return ORDER.compare(this, other);
    }
}
