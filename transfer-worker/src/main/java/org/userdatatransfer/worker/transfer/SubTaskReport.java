package org.userdatatransfer.worker.transfer;

import java.util.List;

/**
 * What a worker says of a sub-task. Committed with the rows before it is sent; sent again whenever the sub-task is
 * delivered again.
 *
 * @param results one per data type of the sub-task, in its order; of a VERIFY that is through only those with late rows
 */
public record SubTaskReport(
        TransferId transferId,
        int epoch,
        SubTaskAction action,
        int step,
        Product product,
        List<DataTypeResult> results) {

    public SubTaskReport {
        results = List.copyOf(results);
    }

    public static SubTaskReport of(SubTask subTask, List<DataTypeResult> results) {
        return of(subTask, subTask.step(), results);
    }

    /** @param step a later one than the sub-task's, if slices have gone on since */
    public static SubTaskReport of(SubTask subTask, int step, List<DataTypeResult> results) {
        return new SubTaskReport(
                subTask.transferId(), subTask.epoch(), subTask.action(), step, subTask.product(), results);
    }
}
