package org.userdatatransfer.worker.coordination;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.transfer.PlannedTransfer;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserCheck;

/** Starts the transfers that are at the head of the queues of both of their users, as many as may run. */
final class Promotion {

    private static final int CALLS_PER_ROUND = 2_000;
    private static final int COUNTED_PLACES = 1_000;

    /** What a round leaves for the next one: who could start once their users are looked up. */
    private record Remainder(boolean mayBeMore, List<PlannedTransfer> toBeChecked) {

        boolean isNothing() {
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

    /** Goes on until no other can start. Users are looked up between the transactions: that takes other databases. */
    void run() {
        leftToOthers.forgetIfMany();
        Map<TransferId, UserCheck> checks = Map.of();
        while (true) {
            var known = checks;
            try {
                var remainder = Objects.requireNonNull(transaction.execute(status -> round(known)));
                if (remainder.isNothing()) {
                    return;
                }
                checks = checked(remainder.toBeChecked());
            } catch (UnreadableSagaException e) {
                leftToOthers.leave(e);
            }
        }
    }

    private Map<TransferId, UserCheck> checked(List<PlannedTransfer> transfers) {
        if (transfers.isEmpty()) {
            return Map.of();
        }
        var checks = userChecks.check(transfers);
        for (var transfer : transfers) {
            if (!checks.containsKey(transfer.id())) {
                throw new IllegalStateException("The users of transfer %s were not looked up".formatted(transfer.id()));
            }
        }
        return checks;
    }

    private Remainder round(Map<TransferId, UserCheck> checks) {
        tickets.lock();
        var advanced = tickets.advance(CALLS_PER_ROUND);
        var candidates = tickets.candidates(maxRunning, leftToOthers.all());
        var toBeTold = places(advanced.joined());
        var mayBeMoreCalls = advanced.calls() == CALLS_PER_ROUND;
        if (candidates.isEmpty() && toBeTold.isEmpty()) {
            return new Remainder(mayBeMoreCalls, List.of());
        }
        var ids = new TreeSet<>(toBeTold.keySet());
        candidates.forEach(candidate -> ids.add(candidate.transferId()));
        var decisions = new Decisions(store.lock(ids), policy);
        var round = new PromotionRound(decisions, candidates, checks);
        round.tellPlaces(toBeTold);
        var forOthers = round.leave(leftToOthers::lacksAProductOf);
        leftToOthers.leave(forOthers);
        var toBeChecked = round.toBeChecked();
        start(round);
        // Those that ended at once have called to be released.
        var someEnded = writer.write(decisions, toBeTold);
        return new Remainder(someEnded || mayBeMoreCalls || !forOthers.isEmpty(), toBeChecked);
    }

    private void start(PromotionRound round) {
        var checked = round.checked();
        if (!checked.isEmpty()) {
            var running = tickets.run(checked);
            round.start(running, store.laterTransfers(running));
        }
    }

    /** Of those that have just joined, the ones that wait for somebody. */
    private Map<TransferId, QueuePlace> places(List<TransferId> joined) {
        var waiting = new HashMap<>(places.of(joined, COUNTED_PLACES));
        waiting.values().removeIf(place -> place.waitsFor().isEmpty());
        waiting.keySet().removeAll(leftToOthers.all());
        return waiting;
    }
}
