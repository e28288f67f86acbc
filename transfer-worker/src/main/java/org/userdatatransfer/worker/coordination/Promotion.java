package org.userdatatransfer.worker.coordination;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SagaCommand;
import org.userdatatransfer.worker.saga.SagaEvent;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;

/** Starts the transfers that are at the head of the queues of both of their users, as many as may run. */
final class Promotion {

    private static final int CALLS_PER_ROUND = 2_000;
    private static final int COUNTED_PLACES = 1_000;

    /** What a round leaves for the next one: who could start once their users are looked up. */
    private record Round(boolean mayBeMore, List<TransferRequest> toBeChecked) {

        boolean isLast() {
            return !mayBeMore && toBeChecked.isEmpty();
        }
    }

    private final TransactionOperations transaction;
    private final SagaStore store;
    private final UserTickets tickets;
    private final QueuePlaces places;
    private final DecisionWriter writer;
    private final LeftToOthers leftToOthers;
    private final UserChecks userChecks;
    private final SagaPolicy policy;
    private final int maxRunning;

    Promotion(
            TransactionOperations transaction,
            SagaStore store,
            UserTickets tickets,
            QueuePlaces places,
            DecisionWriter writer,
            Set<Product> products,
            UserChecks userChecks,
            SagaPolicy policy,
            int maxRunning) {
        this.transaction = transaction;
        this.store = store;
        this.tickets = tickets;
        this.places = places;
        this.writer = writer;
        this.leftToOthers = new LeftToOthers(products);
        this.userChecks = userChecks;
        this.policy = policy;
        this.maxRunning = maxRunning;
    }

    /** Until nobody else can start. Users are looked up between the transactions, for that takes other databases. */
    void run() {
        leftToOthers.forgetMany();
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
        var candidates = tickets.candidates(maxRunning, leftToOthers.all());
        var toBeTold = places(heard.joined());
        var mayBeMoreCalls = heard.calls() == CALLS_PER_ROUND;
        if (candidates.isEmpty() && toBeTold.isEmpty()) {
            return new Round(mayBeMoreCalls, List.of());
        }
        var ids = new TreeSet<>(toBeTold.keySet());
        candidates.forEach(candidate -> ids.add(candidate.transferId()));
        var decisions = new Decisions(store.lock(ids), policy);
        tellPlaces(decisions, toBeTold);
        var forOthers = candidates.stream()
                .filter(candidate -> decisions
                        .saga(candidate.transferId())
                        .filter(leftToOthers::isOne)
                        .isPresent())
                .toList();
        leftToOthers.add(idsOf(forOthers));
        var ours = candidates.stream().filter(candidate -> !forOthers.contains(candidate)).toList();
        var toBeChecked = unchecked(decisions, ours, checks);
        start(decisions, ours, checks);
        // Those that ended at once have called to be released.
        var someEnded = writer.write(decisions, toBeTold);
        return new Round(someEnded || mayBeMoreCalls || !forOthers.isEmpty(), toBeChecked);
    }

    /** Those whose users must be looked up first. */
    private static List<TransferRequest> unchecked(
            Decisions decisions, List<UserTickets.Candidate> candidates, Map<TransferId, UserCheck> checks) {
        return candidates.stream()
                .map(UserTickets.Candidate::transferId)
                .filter(id -> !checks.containsKey(id))
                .flatMap(id -> decisions.saga(id).stream())
                .map(Saga::request)
                .toList();
    }

    private void start(
            Decisions decisions, List<UserTickets.Candidate> candidates, Map<TransferId, UserCheck> checks) {
        var checked = candidates.stream()
                .filter(candidate -> checks.containsKey(candidate.transferId()))
                .toList();
        if (checked.isEmpty()) {
            return;
        }
        var running = tickets.run(idsOf(checked));
        var laterTransfers = store.laterTransfers(running);
        for (var candidate : checked) {
            var id = candidate.transferId();
            if (running.contains(id)) {
                var started = new SagaEvent.Started(
                        checks.get(id), candidate.ticket(), Optional.ofNullable(laterTransfers.get(id)));
                decisions.saga(id).ifPresent(saga -> decisions.tell(saga, started));
            }
        }
    }

    private static List<TransferId> idsOf(List<UserTickets.Candidate> candidates) {
        return candidates.stream().map(UserTickets.Candidate::transferId).toList();
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
