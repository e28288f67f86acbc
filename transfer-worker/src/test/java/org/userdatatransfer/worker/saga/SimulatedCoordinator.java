package org.userdatatransfer.worker.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.userdatatransfer.worker.saga.SimulatedBroker.Incoming;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.UserCheck;

/** The coordinator of the simulation and its database: the real sagas, an outbox, and the queues of the users. */
final class SimulatedCoordinator {

    static final int ROOM = 2;

    private static final SagaPolicy POLICY = new SagaPolicy(
            Duration.ofSeconds(50),
            Duration.ofSeconds(1),
            Duration.ofHours(3),
            SagaPolicy.WhenOverdue.COMPENSATE,
            Duration.ofHours(3),
            3,
            Duration.ofSeconds(5),
            Duration.ofDays(365));

    private final Core core;
    private final List<PlannedType> plan;
    private final SimulatedBroker broker;
    private final Fortune fortune;
    private final Map<TransferId, Saga> sagas = new TreeMap<>();
    private final Map<TransferId, TransferControl> earlyCancels = new HashMap<>();
    private final MemoryOutbox<Object> outbox = new MemoryOutbox<>(this::send);
    private final MemoryTickets tickets = new MemoryTickets();
    private Instant now = Story.START;
    private boolean areTenantsIgnored;

    SimulatedCoordinator(Core core, List<PlannedType> plan, SimulatedBroker broker, Fortune fortune) {
        this.core = core;
        this.plan = List.copyOf(plan);
        this.broker = broker;
        this.fortune = fortune;
    }

    /** A mistake made on purpose, in the promotion: first come, first served, whoever's they are. */
    void ignoreTenants() {
        areTenantsIgnored = true;
    }

    Instant now() {
        return now;
    }

    Collection<Saga> sagas() {
        return sagas.values();
    }

    Saga saga(TransferId id) {
        var saga = sagas.get(id);
        if (saga == null) {
            throw new IllegalStateException("Nobody has requested transfer " + id);
        }
        return saga;
    }

    MemoryTickets tickets() {
        return tickets;
    }

    boolean isAtRest() {
        return outbox.isEmpty()
                && tickets.hasHeardAll()
                && sagas.values().stream().allMatch(saga -> saga.phase().isEnd());
    }

    /** Takes a batch of what has come in: one transaction, then the offsets. */
    void coordinate() {
        var batch = broker.incoming().poll(1 + fortune.below(8));
        if (batch.isEmpty()) {
            return;
        }
        if (fortune.happens(8)) {
            fortune.note("coordinator dies before its commit");
            return;
        }
        var wanted = new TreeMap<TransferId, List<SagaCommand>>();
        batch.forEach(input -> take(input, wanted));
        commit(wanted);
        if (fortune.happens(8)) {
            fortune.note("coordinator dies before it commits its offsets");
            return;
        }
        broker.incoming().commit(batch.size());
    }

    void sweep() {
        outbox.sweep(fortune.happens(6));
    }

    /** @return those that have been started */
    List<MemoryTickets.Candidate> promote() {
        tickets.advance();
        var wanted = new TreeMap<TransferId, List<SagaCommand>>();
        var candidates = candidates();
        for (var candidate : candidates) {
            var saga = saga(candidate.transferId());
            tickets.markRunning(saga.id());
            decide(
                    saga,
                    new SagaEvent.Started(
                            new UserCheck(Set.of(Story.QM), List.of()), candidate.ticket(), laterTransfer(saga)),
                    wanted);
        }
        commit(wanted);
        return candidates;
    }

    void passTime() {
        now = now.plusSeconds(fortune.below(60));
        var wanted = new TreeMap<TransferId, List<SagaCommand>>();
        for (var saga : List.copyOf(sagas.values())) {
            if (saga.dueAt().filter(at -> !at.isAfter(now)).isPresent()) {
                decide(saga, new SagaEvent.TimePassed(), wanted);
            }
        }
        commit(wanted);
    }

    private void take(Incoming input, Map<TransferId, List<SagaCommand>> wanted) {
        var saga = sagas.get(input.transferId());
        if (saga != null) {
            decide(saga, event(input, saga), wanted);
        } else if (input instanceof Incoming.Request r) {
            keep(
                    core.open(
                            r.request(),
                            new TransferPlan(plan, List.of()),
                            Optional.ofNullable(earlyCancels.get(input.transferId())),
                            now),
                    wanted);
        } else if (input instanceof Incoming.Control c && c.control().action() == ControlAction.CANCEL) {
            earlyCancels.putIfAbsent(input.transferId(), c.control());
        }
    }

    private SagaEvent event(Incoming input, Saga saga) {
        return switch (input) {
            case Incoming.Request r -> new SagaEvent.RequestedAgain(r.request());
            case Incoming.Control c -> new SagaEvent.Controlled(c.control(), laterTransfer(saga));
            case Incoming.Report r -> new SagaEvent.Reported(r.report());
        };
    }

    private void decide(Saga saga, SagaEvent event, Map<TransferId, List<SagaCommand>> wanted) {
        keep(core.on(saga, event, now, POLICY), wanted);
    }

    private void keep(Transition transition, Map<TransferId, List<SagaCommand>> wanted) {
        sagas.put(transition.saga().id(), transition.saga());
        wanted.computeIfAbsent(transition.saga().id(), id -> new ArrayList<>()).addAll(transition.commands());
    }

    private void commit(Map<TransferId, List<SagaCommand>> wanted) {
        var messages = new ArrayList<Object>();
        wanted.forEach((id, commands) -> {
            var told = saga(id).tell(commands, Optional.empty(), now);
            sagas.put(id, told.saga());
            messages.addAll(told.announcements());
            commands.forEach(command -> carryOut(command, told.saga(), messages));
        });
        outbox.append(messages, fate());
    }

    private void carryOut(SagaCommand command, Saga saga, List<Object> messages) {
        switch (command) {
            case SagaCommand.RunSubTask run -> messages.add(run.subTask());
            case SagaCommand.CallTickets call -> tickets.call(saga.request(), call.call());
            case SagaCommand.Announce announce -> {}
            case SagaCommand.TellStatus tell -> {}
            case SagaCommand.Remember remember ->
                fortune.note("%s: %s by %s, epoch %d"
                        .formatted(
                                ProtocolSimulation.named(saga.id()),
                                remember.entry().to(),
                                remember.entry().cause(),
                                remember.entry().epoch()));
        }
    }

    private MemoryOutbox.Fate fate() {
        return fortune.happens(3)
                ? MemoryOutbox.Fate.DIES_AFTER_THE_COMMIT
                : fortune.happens(8) ? MemoryOutbox.Fate.DIES_AFTER_PUBLISHING : MemoryOutbox.Fate.LIVES;
    }

    private void send(Object message) {
        switch (message) {
            case SubTask subTask -> broker.command(subTask);
            case Announcement announcement -> broker.announce(announcement);
            default -> throw new IllegalStateException("Nobody sends such messages");
        }
    }

    private List<MemoryTickets.Candidate> candidates() {
        return areTenantsIgnored
                ? tickets.candidates(Integer.MAX_VALUE).stream()
                        .sorted(Comparator.comparing(MemoryTickets.Candidate::ticket))
                        .limit(tickets.candidates(ROOM).size())
                        .toList()
                : tickets.candidates(ROOM);
    }

    private Optional<TransferId> laterTransfer(Saga saga) {
        return sagas.values().stream()
                .filter(other -> other.isInEffect()
                        && shareUsers(other, saga)
                        && other.ticket().orElseThrow() > saga.ticket().orElse(Long.MAX_VALUE))
                .min(Comparator.comparing(other -> other.ticket().orElseThrow()))
                .map(Saga::id);
    }

    private static boolean shareUsers(Saga one, Saga other) {
        if (!one.request().tenant().equals(other.request().tenant())) {
            return false;
        }
        var users = Set.of(one.request().source(), one.request().target());
        return users.contains(other.request().source())
                || users.contains(other.request().target());
    }
}
