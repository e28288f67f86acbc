package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.saga.SimulatedBroker.Incoming;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;

/**
 * The whole protocol in memory, one seed, one history: the real saga, and coordinator, outbox, topics, tickets,
 * workers, fences, ledgers and rows as simple as they can be. Whoever works can die before its commit, after it, or
 * after it has published and before it says so; topics redeliver from the last committed offset; and a command that a
 * dead worker had in hand may still be carried out by it much later.
 *
 * <p>There are several tenants, whose users have the same names, and less room than transfers. Some data types are
 * large: they are moved and taken back in slices, each a transaction, and what is left goes on with a message of its
 * own.
 *
 * <p>Where the protocol lives in SQL, the simulation cannot drift from it: its fence, tickets and outbox and the real
 * ones pass the same tests, {@link FenceContract}, {@link TicketsContract} and {@link OutboxContract}, which also play
 * the same random scripts to both.
 */
final class ProtocolSimulation {

    private static final int TENANTS = 2;
    private static final int PATIENCE = 200_000;

    private final Fortune fortune;
    private final SimulatedBroker broker;
    private final SimulatedProduct product;
    private final SimulatedCoordinator coordinator;
    private final SimulatedWorkers workers;
    private final SimulatedPromises promises;
    private int controls;

    /** @param users of each tenant */
    ProtocolSimulation(long seed, Core core, int types, int transfers, int users) {
        fortune = new Fortune(seed);
        broker = new SimulatedBroker(fortune);
        var plan = plan(types);
        product = new SimulatedProduct(plan, SimulatedUsers.all(TENANTS, users), fortune);
        coordinator = new SimulatedCoordinator(core, plan, broker, fortune);
        workers = new SimulatedWorkers(product, broker, fortune);
        promises = new SimulatedPromises(coordinator, broker, product, fortune);
        for (int i = 0; i < transfers; i++) {
            var source = fortune.below(users);
            var target = (source + 1 + fortune.below(users - 1)) % users;
            broker.incoming().send(new Incoming.Request(request(i, fortune.below(TENANTS), source, target)));
        }
    }

    private List<PlannedType> plan(int types) {
        var plan = new ArrayList<PlannedType>();
        for (int i = 0; i < types; i++) {
            plan.add(
                    i > 0 && fortune.below(3) == 0
                            ? Story.type("t" + i, Story.QM, "t" + fortune.below(i))
                            : Story.type("t" + i, Story.QM));
        }
        return plan;
    }

    /** A mistake made on purpose, in the workers. */
    ProtocolSimulation verifyingUnfenced() {
        product.verifyUnfenced();
        return this;
    }

    /** Another one. */
    ProtocolSimulation slicingUnfenced() {
        product.sliceUnfenced();
        return this;
    }

    /** A mistake made on purpose, in the promotion. */
    ProtocolSimulation ignoringTenants() {
        coordinator.ignoreTenants();
        return this;
    }

    /** First everything goes wrong, then the world calms down and everything must come to an end. */
    void run(int wildSteps) {
        try {
            for (int i = 0; i < wildSteps; i++) {
                step();
            }
            fortune.calmDown();
            for (int i = 0; !isAtRest(); i++) {
                step();
                fortune.must(i < PATIENCE, "There is no end: " + phases());
            }
            promises.checkAtRest();
        } catch (IllegalStateException e) {
            throw fortune.broken(String.valueOf(e.getMessage()));
        }
    }

    private void step() {
        switch (fortune.below(12)) {
            case 0, 1, 2 -> coordinator.coordinate();
            case 3, 4 -> coordinator.sweep();
            case 5 -> promises.checkRoom(coordinator.promote());
            case 6, 7, 8 -> workers.work(broker.anyOfCommands(), 1 + fortune.below(10));
            case 9 -> workers.work(broker.anyOfSlices(), 1);
            case 10 -> coordinator.passTime();
            case 11 -> disturb();
            default -> throw new IllegalStateException();
        }
        promises.checkAlways();
    }

    private boolean isAtRest() {
        return coordinator.isAtRest() && workers.isAtRest() && broker.isRead();
    }

    private void disturb() {
        if (fortune.isCalm()) {
            help();
            return;
        }
        switch (fortune.below(4)) {
            case 0 -> {
                var ids = coordinator.sagas().stream().map(Saga::id).toList();
                if (!ids.isEmpty()) {
                    control(fortune.any(ids), ControlAction.values()[fortune.below(3)]);
                }
            }
            case 1 -> control(id(fortune.below(40)), ControlAction.CANCEL);
            case 2 -> broker.incoming().rewind(fortune.below(20));
            case 3 ->
                (fortune.tosses() ? broker.anyOfCommands() : broker.anyOfSlices()).rewind(fortune.below(20));
            default -> throw new IllegalStateException();
        }
    }

    /** Whoever needs an operator has one. */
    private void help() {
        coordinator.sagas().stream()
                .filter(saga -> saga.phase() == Phase.NEEDS_OPERATOR
                        && broker.incoming().isRead())
                .findFirst()
                .ifPresent(saga -> control(saga.id(), ControlAction.REPLAY));
    }

    private void control(TransferId id, ControlAction action) {
        fortune.note(action + " " + named(id));
        broker.incoming()
                .send(new Incoming.Control(new TransferControl(
                        new UUID(7, ++controls),
                        id,
                        action,
                        "olga",
                        coordinator.now(),
                        List.of(),
                        Optional.empty())));
    }

    private Map<String, Phase> phases() {
        return coordinator.sagas().stream()
                .collect(Collectors.toMap(saga -> named(saga.id()), Saga::phase, (a, b) -> a, TreeMap::new));
    }

    /** The phases that the transfers have come to. */
    Set<Phase> ends() {
        return Set.copyOf(phases().values());
    }

    static String named(TransferId id) {
        return "transfer " + id.value().getLeastSignificantBits();
    }

    private static TransferId id(int number) {
        return new TransferId(new UUID(0, number));
    }

    private TransferRequest request(int number, int tenant, int source, int target) {
        return new TransferRequest(
                id(number),
                SimulatedUsers.tenant(tenant),
                SimulatedUsers.user(source),
                SimulatedUsers.user(target),
                "hr",
                Story.START,
                List.of(),
                fortune.below(5) == 0
                        ? Optional.of(Story.START.plusSeconds(fortune.below(600)))
                        : Optional.empty(),
                TransferMode.EXECUTE,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
