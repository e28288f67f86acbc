package org.userdatatransfer.worker.subtask;

import java.util.List;
import java.util.stream.Stream;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * What came of a batch of sub-tasks, committed.
 *
 * @param reports to be published
 * @param followUps the slices of large types that are to go on, to be published as commands
 */
public record SubTaskRun(List<SubTaskReport> reports, List<SubTask> followUps) {

    static final SubTaskRun NOTHING = new SubTaskRun(List.of(), List.of());

    public SubTaskRun {
        reports = List.copyOf(reports);
        followUps = List.copyOf(followUps);
    }

    SubTaskRun and(SubTaskRun other) {
        return new SubTaskRun(
                Stream.concat(reports.stream(), other.reports.stream()).toList(),
                Stream.concat(followUps.stream(), other.followUps.stream()).toList());
    }
}
