package org.userdatatransfer.worker.messaging;

import java.util.List;
import org.userdatatransfer.worker.subtask.SubTaskRun;
import org.userdatatransfer.worker.transfer.SubTask;

/** Does sub-tasks; returns when they are done and committed, throws only if the machine fails. */
@FunctionalInterface
public interface SubTaskInbox {

    SubTaskRun run(List<SubTask> batch);
}
