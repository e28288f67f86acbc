package org.userdatatransfer.worker.subtask;

import java.util.List;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * What came of a batch of sub-tasks, committed.
 *
 * @param reports to be published
 * @param followUps the next slices of large types, to be published as commands
 */
public record SubTaskRun(List<SubTaskReport> reports, List<SubTask> followUps) {

    public SubTaskRun {
        reports = List.copyOf(reports);
        followUps = List.copyOf(followUps);
    }
}
