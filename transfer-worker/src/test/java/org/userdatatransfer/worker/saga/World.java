package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * What an {@link Exploration} begins with: a transfer of ann to bob and one of bob to cid, and what is special.
 *
 * @param mayBeUnknown whether a user may turn out to be unknown when it is a transfer's turn
 */
record World(
        List<List<PlannedType>> plans,
        List<TransferRequest> requests,
        SagaPolicy.WhenOverdue whenOverdue,
        boolean mayBeUnknown) {

    static final Instant NOW = Story.START;
    static final Instant DATE = NOW.plusSeconds(1_000);

    private static final List<PlannedType> SINGLE = List.of(Story.type("a", Story.QM));

    World {
        plans = List.copyOf(plans);
        requests = List.copyOf(requests);
    }

    /** Two ordinary transfers. */
    static World of(List<PlannedType> first, List<PlannedType> second) {
        return new World(
                List.of(first, second),
                List.of(ordinary(0), ordinary(1)),
                SagaPolicy.WhenOverdue.COMPENSATE,
                false);
    }

    /** The first is to start on a date. */
    static World scheduled() {
        return ofFirst(request(0, TransferMode.EXECUTE, Optional.of(DATE), Optional.empty()));
    }

    /** The first is only a preview. */
    static World previewed() {
        return ofFirst(request(0, TransferMode.PREVIEW, Optional.empty(), Optional.empty()));
    }

    /** The first is to be as it was previewed, or not at all. */
    static World checked() {
        return ofFirst(request(0, TransferMode.EXECUTE, Optional.empty(), Optional.of(planHash())));
    }

    static World ofUnknownUsers() {
        return new World(
                List.of(SINGLE, SINGLE),
                List.of(ordinary(0), ordinary(1)),
                SagaPolicy.WhenOverdue.COMPENSATE,
                true);
    }

    /** Whoever misses the deadline is left to an operator. */
    static World ofOperators() {
        return new World(
                List.of(SINGLE, SINGLE),
                List.of(ordinary(0), ordinary(1)),
                SagaPolicy.WhenOverdue.NEEDS_OPERATOR,
                false);
    }

    private static World ofFirst(TransferRequest first) {
        return new World(
                List.of(SINGLE, SINGLE), List.of(first, ordinary(1)), SagaPolicy.WhenOverdue.COMPENSATE, false);
    }

    private static String planHash() {
        return PlanHash.of(SINGLE.stream()
                .map(type -> Story.previewed(type.name().value(), decisions(type.name())))
                .toList());
    }

    /** What a data type's preview comes to as long as nothing drifts. */
    static String decisions(DataTypeName type) {
        return "decisions of " + type;
    }

    private static TransferRequest ordinary(int number) {
        return request(number, TransferMode.EXECUTE, Optional.empty(), Optional.empty());
    }

    private static TransferRequest request(
            int number, TransferMode mode, Optional<Instant> effectiveAt, Optional<String> planHash) {
        return new TransferRequest(
                new TransferId(new UUID(0, number)),
                new TenantId("acme"),
                new UserId(number == 0 ? "ann" : "bob"),
                new UserId(number == 0 ? "bob" : "cid"),
                "hr",
                NOW,
                List.of(),
                effectiveAt,
                mode,
                Map.of(),
                Optional.empty(),
                planHash);
    }
}
