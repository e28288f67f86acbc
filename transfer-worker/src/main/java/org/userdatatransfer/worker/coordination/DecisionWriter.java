package org.userdatatransfer.worker.coordination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SagaCommand;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferId;

/** Writes what a transaction has decided: each kind of thing in one statement. */
final class DecisionWriter {

    private final SagaStore store;
    private final SagaHistory history;
    private final TicketCalls tickets;
    private final Outgoing outgoing;

    DecisionWriter(SagaStore store, SagaHistory history, TicketCalls tickets, Outgoing outgoing) {
        this.store = store;
        this.history = history;
        this.tickets = tickets;
        this.outgoing = outgoing;
    }

    /** @return whether tickets were called for, so that promotion should look */
    boolean write(Decisions decisions) {
        return write(decisions, Map.of(), false);
    }

    boolean writeSwept(Decisions decisions) {
        return write(decisions, Map.of(), true);
    }

    boolean write(Decisions decisions, Map<TransferId, QueuePlace> places) {
        return write(decisions, places, false);
    }

    private boolean write(Decisions decisions, Map<TransferId, QueuePlace> places, boolean exactlyDue) {
        var subTasks = new ArrayList<SubTask>();
        var lines = new ArrayList<HistoryLine>();
        var calls = new ArrayList<TicketCalls.Call>();
        var commands = new HashMap<TransferId, List<SagaCommand>>();
        for (var wanted : decisions.wanted()) {
            var id = wanted.transferId();
            switch (wanted.command()) {
                case SagaCommand.RunSubTask run -> subTasks.add(run.subTask());
                case SagaCommand.Remember remember ->
                    lines.add(new HistoryLine(id, decisions.now(), remember.entry()));
                case SagaCommand.CallTickets call ->
                    calls.add(TicketCalls.Call.of(decisions.saga(id).orElseThrow().request(), call.call()));
                case SagaCommand.Announce announce ->
                    commands.computeIfAbsent(id, x -> new ArrayList<>()).add(announce);
                case SagaCommand.TellStatus tell ->
                    commands.computeIfAbsent(id, x -> new ArrayList<>()).add(tell);
            }
        }
        var sagas = new ArrayList<Saga>();
        var announcements = new ArrayList<Announcement>();
        for (var saga : decisions.changed()) {
            var told = saga.tell(
                    commands.getOrDefault(saga.id(), List.of()),
                    Optional.ofNullable(places.get(saga.id())),
                    decisions.now());
            sagas.add(told.saga());
            announcements.addAll(told.announcements());
        }
        store.save(sagas, decisions, exactlyDue);
        store.rememberCancels(decisions.earlyCancels());
        tickets.call(calls);
        history.append(lines);
        if (!subTasks.isEmpty() || !announcements.isEmpty()) {
            outgoing.send(subTasks, announcements);
        }
        return !calls.isEmpty();
    }
}
