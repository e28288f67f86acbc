package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.userdatatransfer.worker.catalogue.Lanes;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/**
 * A batch dealt out to lanes.
 *
 * @param lanes what can be done beside each other; all of the batch if there is nothing to be done beside it
 * @param behind what is done when the lanes are: VERIFY, which looks at all of them
 */
record LaneAssignment(List<List<SubTask>> lanes, List<SubTask> behind) {

    static LaneAssignment of(List<SubTask> batch, Lanes lanes) {
        var behind = new ArrayList<SubTask>();
        var dealt = new TreeMap<Integer, List<SubTask>>();
        for (var subTask : batch) {
            if (subTask.action() == SubTaskAction.TRANSFER) {
                dealt.computeIfAbsent(lanes.of(subTask.dataType()), lane -> new ArrayList<>())
                        .add(subTask);
            } else {
                behind.add(subTask);
            }
        }
        return dealt.size() > 1
                ? new LaneAssignment(List.copyOf(dealt.values()), behind)
                : new LaneAssignment(List.of(batch), List.of());
    }
}
