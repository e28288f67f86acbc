package org.userdatatransfer.worker.coordination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.SagaCommand;
import org.userdatatransfer.worker.saga.SagaEvent;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;

/** Starts the transfers that are at the head of the queues of both of their users, as many as may run. */
final class Promotion {

    private static final int CALLS_PER_ROUND = 2_000;
    private static final int COUNTED_PLACES = 1_000;

    /** What a round leaves for the next one: who could start once their users are looked up. */
    private record Round(int calls, List<TransferRequest> toBeChecked) {

        boolean isLast() {
            return calls < CALLS_PER_ROUND && toBeChecked.isEmpty();
        }
    }

    private final TransactionOperations transaction;
    private final SagaStore store;
    private final UserTickets tickets;
    private final QueuePlaces places;
    private final DecisionWriter writer;
    private final UserChecks userChecks;
    private final SagaPolicy policy;
    private final int maxRunning;

    Promotion(
            TransactionOperations transaction,
            SagaStore store,
            UserTickets tickets,
            QueuePlaces places,
            DecisionWriter writer,
            UserChecks userChecks,
            SagaPolicy policy,
            int maxRunning) {
        this.transaction = transaction;
        this.store = store;
        this.tickets = tickets;
        this.places = places;
        this.writer = writer;
        this.userChecks = userChecks;
        this.policy = policy;
        this.maxRunning = maxRunning;
    }

    /** Until nobody else can start. Users are looked up between the transactions, for that takes other databases. */
    void run() {
        Map<TransferId, UserCheck> checks = Map.of();
        while (true) {
            var known = checks;
            var round = Objects.requireNonNull(transaction.execute(status -> round(known)));
            if (round.isLast()) {
                return;
            }
            checks = checked(round.toBeChecked());
        }
    }

    private Map<TransferId, UserCheck> checked(List<TransferRequest> requests) {
        if (requests.isEmpty()) {
            return Map.of();
        }
        var checks = userChecks.check(requests);
        for (var request : requests) {
            if (!checks.containsKey(request.id())) {
                throw new IllegalStateException("The users of transfer %s were not looked up".formatted(request.id()));
            }
        }
        return checks;
    }

    private Round round(Map<TransferId, UserCheck> checks) {
        tickets.lock();
        var heard = tickets.hear(CALLS_PER_ROUND);
        var candidates = tickets.candidates(maxRunning);
        var toBeTold = places(heard.joined());
        if (candidates.isEmpty() && toBeTold.isEmpty()) {
            return new Round(heard.calls(), List.of());
        }
        var ids = new TreeSet<>(toBeTold.keySet());
        candidates.forEach(candidate -> ids.add(candidate.transferId()));
        var decisions = new Decisions(store.lock(ids), policy);
        tellPlaces(decisions, toBeTold);
        var toBeChecked = start(decisions, candidates, checks);
        if (writer.write(decisions, toBeTold)) {
            // Those that ended at once have called to be released: there is more to hear.
            return new Round(CALLS_PER_ROUND, toBeChecked);
        }
        return new Round(heard.calls(), toBeChecked);
    }

    private List<TransferRequest> start(
            Decisions decisions, List<UserTickets.Candidate> candidates, Map<TransferId, UserCheck> checks) {
        var toBeChecked = new ArrayList<TransferRequest>();
        var started = new HashMap<TransferId, UserTickets.Candidate>();
        for (var candidate : candidates) {
            var id = candidate.transferId();
            if (checks.containsKey(id)) {
                started.put(id, candidate);
            } else {
                decisions.saga(id).ifPresent(saga -> toBeChecked.add(saga.request()));
            }
        }
        if (!started.isEmpty()) {
            tickets.markRunning(started.keySet());
            var movedOn = store.movedOn(started.keySet());
            for (var candidate : candidates) {
                var id = candidate.transferId();
                if (started.containsKey(id)) {
                    decisions
                            .saga(id)
                            .ifPresent(saga -> decisions.tell(
                                    saga,
                                    new SagaEvent.Started(
                                            checks.get(id), candidate.ticket(), Optional.ofNullable(movedOn.get(id)))));
                }
            }
        }
        return toBeChecked;
    }

    /** Of those that have just joined, the ones that wait for somebody. */
    private Map<TransferId, QueuePlace> places(List<TransferId> joined) {
        var waiting = new HashMap<>(places.of(joined, COUNTED_PLACES));
        waiting.values().removeIf(place -> place.waitsFor().isEmpty());
        return waiting;
    }

    private static void tellPlaces(Decisions decisions, Map<TransferId, QueuePlace> places) {
        for (var id : new TreeSet<>(places.keySet())) {
            decisions
                    .saga(id)
                    .filter(saga -> saga.phase() == Phase.QUEUED)
                    .ifPresent(saga -> decisions.want(
                            saga,
                            new SagaCommand.TellStatus(Cause.WAITS_FOR_USER, Optional.empty(), Optional.empty())));
        }
    }
}
