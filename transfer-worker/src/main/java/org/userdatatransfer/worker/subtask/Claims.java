package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** What a batch wants from the fence: per row of it the newest command, in the order in which rows are locked. */
record Claims(SortedMap<FenceKey, SubTask> byKey) {

    private static final BinaryOperator<SubTask> NEWEST =
            BinaryOperator.maxBy(Comparator.comparingInt(SubTask::epoch).thenComparingInt(SubTask::step));

    /**
     * Of the commands that change anything. VERIFY claims a row of its own, and later those of types with late rows.
     */
    static Claims of(Collection<SubTask> batch) {
        var claims = new TreeMap<FenceKey, SubTask>();
        for (var subTask : batch) {
            switch (subTask.action()) {
                case TRANSFER, COMPENSATE ->
                    claims.merge(new FenceKey(subTask.transferId(), subTask.dataType()), subTask, NEWEST);
                case VERIFY -> claims.merge(FenceKey.ofVerification(subTask), subTask, NEWEST);
                case PREVIEW -> {}
            }
        }
        return new Claims(claims);
    }

    /** Of one command, for each of its data types. */
    static Claims ofAll(SubTask subTask) {
        var claims = new TreeMap<>(of(List.of(subTask)).byKey);
        subTask.dataTypes().forEach(type -> claims.put(new FenceKey(subTask.transferId(), type), subTask));
        return new Claims(claims);
    }

    /** The VERIFY commands that passed. */
    List<SubTask> passedVerifications(Collection<FenceKey> passed) {
        return byKey.entrySet().stream()
                .filter(e -> e.getValue().action() == SubTaskAction.VERIFY && passed.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The commands of an action that passed, by data type. */
    Map<DataTypeName, List<SubTask>> passed(SubTaskAction action, Collection<FenceKey> passed) {
        var byType = new HashMap<DataTypeName, List<SubTask>>();
        byKey.forEach((key, subTask) -> {
            if (subTask.action() == action && passed.contains(key)) {
                byType.computeIfAbsent(key.type(), t -> new ArrayList<>()).add(subTask);
            }
        });
        return byType;
    }
}
