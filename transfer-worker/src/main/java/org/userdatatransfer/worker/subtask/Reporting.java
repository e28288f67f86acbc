package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.userdatatransfer.worker.subtask.SubTaskFence.Said;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/** A batch's reports: new ones for sub-tasks that passed the fence, the stored ones for the rest. */
record Reporting(Claims claims, SortedMap<FenceKey, Settlement> settled, Map<FenceKey, Said> before) {

    static Reporting of(
            SubTaskFence fence, List<SubTask> batch, Claims claims, SortedMap<FenceKey, Settlement> settled) {
        var silent = new HashSet<FenceKey>();
        for (var subTask : batch) {
            var verification = FenceKey.ofVerification(subTask);
            if (subTask.action() == SubTaskAction.VERIFY && settled.containsKey(verification)) {
                continue;
            }
            if (subTask.action() == SubTaskAction.VERIFY) {
                silent.add(verification);
            }
            subTask.dataTypes().forEach(type -> silent.add(new FenceKey(subTask.transferId(), type)));
        }
        silent.removeAll(settled.keySet());
        return new Reporting(claims, settled, fence.said(silent));
    }

    /** The same of every data type, without having passed the fence. */
    static SubTaskReport ofAll(SubTask subTask, Function<DataTypeName, DataTypeResult> result) {
        return SubTaskReport.of(
                subTask, subTask.dataTypes().stream().map(result).toList());
    }

    List<SubTaskReport> reports(List<SubTask> batch) {
        return batch.stream()
                .flatMap(subTask -> report(subTask).stream())
                .distinct()
                .toList();
    }

    private Optional<SubTaskReport> report(SubTask subTask) {
        var results = new ArrayList<DataTypeResult>();
        var step = subTask.step();
        for (var type : subTask.dataTypes()) {
            var said = said(subTask, new FenceKey(subTask.transferId(), type));
            if (said.isPresent()) {
                results.add(said.get().result());
                step = Math.max(step, said.get().step());
            }
        }
        return results.isEmpty() && !isVerified(subTask)
                ? Optional.empty()
                : Optional.of(SubTaskReport.of(subTask, step, results));
    }

    /** A VERIFY that found nothing late has nothing to say of any data type. */
    private boolean isVerified(SubTask subTask) {
        return subTask.action() == SubTaskAction.VERIFY
                && said(subTask, FenceKey.ofVerification(subTask)).isPresent();
    }

    private Optional<Said> said(SubTask subTask, FenceKey key) {
        var now = settled.get(key);
        var by = claims.byKey().getOrDefault(key, subTask);
        var said = now == null
                ? Optional.ofNullable(before.get(key))
                : Optional.of(new Said(by.epoch(), by.step(), now.result()));
        return said.filter(s -> s.epoch() == subTask.epoch() && isOf(subTask, s.step()));
    }

    /** A slice's command is answered by how far the slices have come since. */
    private static boolean isOf(SubTask subTask, int step) {
        return subTask.action() == SubTaskAction.VERIFY
                ? step == subTask.step()
                : step >= subTask.step() && step < SubTask.FIRST_VERIFY_STEP;
    }
}
