package org.userdatatransfer.worker.saga;

import java.util.Optional;
import org.userdatatransfer.worker.transfer.SubTask;

/** What a saga wants done now. */
public sealed interface SagaCommand {

    record RunSubTask(SubTask subTask) implements SagaCommand {}

    /** Tell the world something that must not get lost, of the epoch it was settled in. */
    record Announce(Announcement.Fact fact, int epoch) implements SagaCommand {}

    /** Tell dashboards where it stands; several changes within a moment become one. */
    record TellStatus(Cause cause, Optional<String> by, Optional<String> message) implements SagaCommand {}

    /** Keep a line for the history. */
    record Remember(HistoryEntry entry) implements SagaCommand {}

    record CallTickets(TicketCall call) implements SagaCommand {}
}
