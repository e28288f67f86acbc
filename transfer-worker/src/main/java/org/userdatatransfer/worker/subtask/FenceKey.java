package org.userdatatransfer.worker.subtask;

import java.util.Comparator;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.TransferId;

/** What one row of the fence is about. In the order in which rows are locked. */
record FenceKey(TransferId transfer, DataTypeName type) implements Comparable<FenceKey> {

    private static final Comparator<FenceKey> ORDER =
            Comparator.comparing(FenceKey::transfer).thenComparing(FenceKey::type);

    /** Stands for no data type: the row that a transfer's VERIFY commands pass, one per product. */
    private static final DataTypeName VERIFICATION = new DataTypeName("*");

    static FenceKey ofVerification(TransferId transfer) {
        return new FenceKey(transfer, VERIFICATION);
    }

    @Override
    public int compareTo(FenceKey other) {
        return ORDER.compare(this, other);
    }
}
