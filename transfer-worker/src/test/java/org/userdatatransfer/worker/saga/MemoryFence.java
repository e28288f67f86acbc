package org.userdatatransfer.worker.saga;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TransferId;

/** The fence of the simulation's product database; {@link FenceContract} keeps it to what the real one does. */
final class MemoryFence {

    record Key(TransferId transfer, DataTypeName type) {

        /** The row that a sub-task passes before it acts. */
        static Key of(SubTask subTask) {
            return new Key(
                    subTask.transferId(),
                    subTask.action() == SubTaskAction.VERIFY
                            ? new DataTypeName("*" + subTask.product())
                            : subTask.dataType());
        }
    }

    private record Row(int epoch, int step, Optional<DataTypeResult> result) {

        boolean isOlderThan(SubTask subTask) {
            return epoch < subTask.epoch() || epoch == subTask.epoch() && step < subTask.step();
        }
    }

    private final Map<Key, Row> rows = new HashMap<>();

    boolean pass(Key key, SubTask subTask) {
        var row = rows.get(key);
        if (row != null && !row.isOlderThan(subTask)) {
            return false;
        }
        rows.put(key, new Row(subTask.epoch(), subTask.step(), Optional.empty()));
        return true;
    }

    void settle(Key key, DataTypeResult result) {
        rows.computeIfPresent(key, (k, row) -> new Row(row.epoch(), row.step(), Optional.of(result)));
    }

    Optional<FenceContract.Answer> said(Key key) {
        return Optional.ofNullable(rows.get(key))
                .flatMap(row -> row.result().map(result -> new FenceContract.Answer(row.epoch(), row.step(), result)));
    }
}
