package org.userdatatransfer.worker.coordination;

import java.util.List;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.transfer.SubTask;

/** Takes what sagas want sent, within the transaction that keeps them. */
@FunctionalInterface
public interface Outgoing {

    void send(List<SubTask> commands, List<Announcement> announcements);
}
