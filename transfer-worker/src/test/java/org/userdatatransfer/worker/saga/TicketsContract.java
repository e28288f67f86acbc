package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.saga.TicketCall.PARK;
import static org.userdatatransfer.worker.saga.TicketCall.RELEASE;
import static org.userdatatransfer.worker.saga.TicketCall.RESUME;
import static org.userdatatransfer.worker.saga.TicketCall.TAKE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * How users queue and tenants take turns: the same for the real tickets on PostgreSQL and for those of the simulation.
 */
public abstract class TicketsContract {

    private static final int SCRIPTS = 8;

    /** Fewer than the users allow, so that it matters who has room. */
    private static final int ROOM = 2;

    protected abstract void call(TransferRequest request, TicketCall call);

    protected abstract void advance();

    /** Starts whatever may run, so that no more than {@code max} do; in the order in which they start. */
    protected abstract List<TransferId> start(int max);

    private final TransferRequest first = request(1, "ann", "bob");
    private final TransferRequest second = request(2, "bob", "cid");
    private final TransferRequest apart = request(3, "dan", "eve");

    @Test
    void servesEveryUserFirstComeFirstServed() {
        take(first, second, apart);
        assertThat(start(10)).containsExactly(first.id(), apart.id());
        assertThat(start(10)).isEmpty();
        heard(first, RELEASE);
        assertThat(start(10)).containsExactly(second.id());
    }

    @Test
    void letsTwoThatSwapUsersRunOneAfterTheOther() {
        var back = request(4, "bob", "ann");
        take(first, back);
        assertThat(start(10)).containsExactly(first.id());
        heard(first, RELEASE);
        assertThat(start(10)).containsExactly(back.id());
    }

    @Test
    void startsNoMoreThanThereIsRoomFor() {
        take(first, apart);
        assertThat(start(1)).containsExactly(first.id());
        assertThat(start(1)).isEmpty();
        heard(first, RELEASE);
        assertThat(start(1)).containsExactly(apart.id());
    }

    @Test
    void takesTenantsInTurn() {
        var bulk = List.of(request(5, "ann", "bob"), request(6, "cid", "dan"), request(7, "eve", "fay"));
        var others = List.of(of("other", 8, "ann", "bob"), of("other", 9, "cid", "dan"));
        bulk.forEach(request -> call(request, TAKE));
        others.forEach(request -> call(request, TAKE));
        advance();
        assertThat(start(3)).containsExactly(bulk.get(0).id(), others.get(0).id(), bulk.get(1).id());
        heard(bulk.get(0), RELEASE);
        assertThat(start(3)).containsExactly(bulk.get(2).id());
        heard(bulk.get(1), RELEASE);
        assertThat(start(3)).containsExactly(others.get(1).id());
    }

    @Test
    void doesNotTakeUsersOfTheSameNameForOne() {
        var theirs = of("other", 4, "ann", "bob");
        take(first, theirs);
        assertThat(start(10)).containsExactly(first.id(), theirs.id());
    }

    @Test
    void keepsTheUsersOfAParkedOneButNotItsRoom() {
        take(first, second, apart);
        start(1);
        heard(first, PARK);
        assertThat(start(1)).containsExactly(apart.id());
        heard(first, RESUME);
        heard(apart, RELEASE);
        assertThat(start(1)).isEmpty();
        heard(first, RELEASE);
        assertThat(start(1)).containsExactly(second.id());
    }

    @Test
    void forgetsWhoLeavesBeforeAnybodyHasHeardOfHim() {
        call(first, TAKE);
        call(second, TAKE);
        call(first, RELEASE);
        advance();
        assertThat(start(10)).containsExactly(second.id());
    }

    @Test
    void putsWhoQueuesAgainAtTheEnd() {
        take(first, second);
        start(10);
        call(first, RELEASE);
        call(first, TAKE);
        advance();
        assertThat(start(10)).containsExactly(second.id());
        heard(second, RELEASE);
        assertThat(start(10)).containsExactly(first.id());
    }

    @Test
    void takesASecondReleaseForARepeat() {
        take(first, second);
        start(10);
        heard(first, RELEASE);
        heard(first, RELEASE);
        assertThat(start(10)).containsExactly(second.id());
    }

    /** Whatever sagas may call for in whichever order: the simulation's tickets and these never differ. */
    @Test
    void startsWhomTheSimulationStartsWhateverIsCalled() {
        for (long seed = 0; seed < SCRIPTS; seed++) {
            var random = new Random(seed);
            var simulated = new MemoryTickets();
            var states = new HashMap<TransferRequest, TicketCall>();
            var requests = requests(random, 100 * (seed + 1));
            for (int i = 0; i < 60; i++) {
                var request = requests.get(random.nextInt(requests.size()));
                var call = next(request, states, random);
                call(request, call);
                simulated.call(request, call);
                states.put(request, call);
                if (random.nextInt(3) == 0) {
                    assertSameStarts(simulated, requests, states, seed);
                }
            }
            requests.forEach(request -> call(request, RELEASE));
            advance();
        }
    }

    private void assertSameStarts(
            MemoryTickets simulated,
            List<TransferRequest> requests,
            Map<TransferRequest, TicketCall> states,
            long seed) {
        advance();
        simulated.advance();
        var candidates = simulated.candidates(ROOM).stream()
                .map(MemoryTickets.Candidate::transferId)
                .toList();
        candidates.forEach(simulated::markRunning);
        assertThat(start(ROOM)).as("seed %d", seed).isEqualTo(candidates);
        requests.stream()
                .filter(request -> candidates.contains(request.id()))
                .forEach(request -> states.put(request, RESUME));
    }

    /** What a saga may call for next; RESUME stands for one that runs. */
    private static TicketCall next(
            TransferRequest request, Map<TransferRequest, TicketCall> states, Random random) {
        return switch (states.getOrDefault(request, RELEASE)) {
            case RELEASE -> TAKE;
            case TAKE -> RELEASE;
            case RESUME -> random.nextBoolean() ? PARK : RELEASE;
            case PARK -> random.nextBoolean() ? RESUME : RELEASE;
        };
    }

    private static List<TransferRequest> requests(Random random, long from) {
        var users = List.of("ann", "bob", "cid", "dan", "eve", "fay");
        var requests = new ArrayList<TransferRequest>();
        for (int i = 0; i < 12; i++) {
            var source = random.nextInt(users.size());
            var target = (source + 1 + random.nextInt(users.size() - 1)) % users.size();
            requests.add(of(random.nextInt(3) == 0 ? "other" : "acme", from + i, users.get(source), users.get(target)));
        }
        return requests;
    }

    private void take(TransferRequest... requests) {
        List.of(requests).forEach(request -> call(request, TAKE));
        advance();
    }

    private void heard(TransferRequest request, TicketCall call) {
        call(request, call);
        advance();
    }

    private static TransferRequest request(long id, String source, String target) {
        return of("acme", id, source, target);
    }

    private static TransferRequest of(String tenant, long id, String source, String target) {
        return new TransferRequest(
                new TransferId(new UUID(0, id)),
                new TenantId(tenant),
                new UserId(source),
                new UserId(target),
                "hr",
                Story.START,
                List.of(),
                Optional.empty(),
                TransferMode.EXECUTE,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
