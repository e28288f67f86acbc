package org.userdatatransfer.worker.coordination;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(Promotion.class);

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
    private final Set<Product> products;
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
        this.products = products;
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
        var mayBeMoreCalls = heard.calls() == CALLS_PER_ROUND;
        if (candidates.isEmpty() && toBeTold.isEmpty()) {
            return new Round(mayBeMoreCalls, List.of());
        }
        var ids = new TreeSet<>(toBeTold.keySet());
        candidates.forEach(candidate -> ids.add(candidate.transferId()));
        var decisions = new Decisions(store.lock(ids), policy);
        tellPlaces(decisions, toBeTold);
        var served = served(decisions, candidates);
        var toBeChecked = unchecked(decisions, served, checks);
        start(decisions, startable(served, checks), checks);
        // Those that ended at once have called to be released.
        var someEnded = writer.write(decisions, toBeTold);
        return new Round(someEnded || mayBeMoreCalls, toBeChecked);
    }

    /** What a worker of other settings has accepted may be about products that cannot be asked from here. */
    private List<UserTickets.Candidate> served(Decisions decisions, List<UserTickets.Candidate> candidates) {
        var byServed = candidates.stream()
                .collect(Collectors.partitioningBy(candidate -> decisions
                        .saga(candidate.transferId())
                        .filter(saga -> saga.plan().stream().allMatch(type -> products.contains(type.product())))
                        .isPresent()));
        if (!byServed.get(false).isEmpty()) {
            LOG.warn(
                    "{} transfers, such as {}, wait for a worker with the databases of all of their products; this one has {}",
                    byServed.get(false).size(),
                    byServed.get(false).getFirst().transferId(),
                    products);
        }
        return byServed.get(true);
    }

    /** By now their sagas are locked: whoever has left the queue, perhaps to queue anew, has said so before. */
    private List<UserTickets.Candidate> startable(
            List<UserTickets.Candidate> candidates, Map<TransferId, UserCheck> checks) {
        var checked = candidates.stream()
                .filter(candidate -> checks.containsKey(candidate.transferId()))
                .toList();
        var unheard = checked.isEmpty()
                ? Set.<TransferId>of()
                : tickets.unheard(checked.stream().map(UserTickets.Candidate::transferId).toList());
        return checked.stream()
                .filter(candidate -> !unheard.contains(candidate.transferId()))
                .toList();
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
            Decisions decisions, List<UserTickets.Candidate> startable, Map<TransferId, UserCheck> checks) {
        if (startable.isEmpty()) {
            return;
        }
        var ids = startable.stream().map(UserTickets.Candidate::transferId).toList();
        tickets.markRunning(ids);
        var movedOn = store.movedOn(ids);
        for (var candidate : startable) {
            var id = candidate.transferId();
            var started =
                    new SagaEvent.Started(checks.get(id), candidate.ticket(), Optional.ofNullable(movedOn.get(id)));
            decisions.saga(id).ifPresent(saga -> decisions.tell(saga, started));
        }
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
