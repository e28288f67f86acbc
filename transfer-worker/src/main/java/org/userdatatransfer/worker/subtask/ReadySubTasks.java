package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * Hands out a batch's sub-tasks as they may act: whatever comes after others of its transfer, only when these are
 * through.
 */
final class ReadySubTasks {

    private record Through(FenceKey key, int epoch) {}

    private final SubTaskFence fence;
    private List<SubTask> waiting;
    private final Set<Through> through = new HashSet<>();
    private boolean isFenceRead;

    ReadySubTasks(SubTaskFence fence, List<SubTask> batch) {
        this.fence = fence;
        this.waiting = batch;
    }

    /** Those that may act now; when nobody may any more, it is empty. */
    List<SubTask> next() {
        var ready = takeReady();
        if (!ready.isEmpty() || waiting.isEmpty() || isFenceRead) {
            return ready;
        }
        readFence();
        return takeReady();
    }

    /** Those that may not act: something before them is not through. */
    List<SubTask> notReady() {
        return waiting;
    }

    /** Takes note of what has been done just now. */
    void done(Collection<SubTaskReport> reports) {
        for (var report : reports) {
            if (report.action() == SubTaskAction.TRANSFER) {
                for (var result : report.results()) {
                    done(new FenceKey(report.transferId(), result.dataType()), report.epoch(), result);
                }
            }
        }
    }

    private void done(FenceKey key, int epoch, DataTypeResult result) {
        if (result.outcome() == DataTypeOutcome.DONE || result.outcome() == DataTypeOutcome.SKIPPED) {
            through.add(new Through(key, epoch));
        }
    }

    private List<SubTask> takeReady() {
        var byReady = waiting.stream().collect(Collectors.partitioningBy(this::isReady));
        waiting = byReady.get(false);
        return byReady.get(true);
    }

    private boolean isReady(SubTask subTask) {
        return subTask.after().stream()
                .allMatch(type -> through.contains(
                        new Through(new FenceKey(subTask.transferId(), type), subTask.epoch())));
    }

    /** Once is enough: what gets through in this batch is taken note of. */
    private void readFence() {
        var keys = new HashSet<FenceKey>();
        waiting.forEach(s -> s.after().forEach(type -> keys.add(new FenceKey(s.transferId(), type))));
        fence.said(keys).forEach((key, said) -> done(key, said.epoch(), said.result()));
        isFenceRead = true;
    }
}
