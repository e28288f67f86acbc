package org.userdatatransfer.worker.saga;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** What must hold in the simulation at any time, and when it has come to rest. */
final class SimulatedPromises {

    private final SimulatedCoordinator coordinator;
    private final SimulatedBroker broker;
    private final SimulatedProduct product;
    private final Fortune fortune;

    SimulatedPromises(
            SimulatedCoordinator coordinator, SimulatedBroker broker, SimulatedProduct product, Fortune fortune) {
        this.coordinator = coordinator;
        this.broker = broker;
        this.product = product;
        this.fortune = fortune;
    }

    void checkAlways() {
        var busy = new HashSet<Integer>();
        for (var saga : coordinator.sagas()) {
            if (saga.phase().isRunning() || saga.phase() == Phase.NEEDS_OPERATOR) {
                fortune.must(
                        busy.add(SimulatedUsers.source(saga.request()))
                                && busy.add(SimulatedUsers.target(saga.request())),
                        "Two running transfers share a user, one of them " + ProtocolSimulation.named(saga.id()));
            }
        }
    }

    /** No more run than may, and whoever still waits has no fewer of its tenant at work than one that was preferred. */
    void checkRoom(List<MemoryTickets.Candidate> started) {
        var tickets = coordinator.tickets();
        var running = tickets.runningByTenant();
        var all = running.values().stream().mapToLong(Long::longValue).sum();
        fortune.must(
                started.isEmpty() || all <= SimulatedCoordinator.ROOM, "%d transfers run".formatted(all));
        for (var waiting : tickets.candidates(Integer.MAX_VALUE)) {
            var neglected = coordinator.saga(waiting.transferId()).request().tenant();
            for (var one : started) {
                var preferred = coordinator.saga(one.transferId()).request().tenant();
                fortune.must(
                        running.get(preferred) <= running.getOrDefault(neglected, 0L) + 1,
                        "%s waits though tenant %s has fewer transfers at work than tenant %s"
                                .formatted(ProtocolSimulation.named(waiting.transferId()), neglected, preferred));
            }
        }
    }

    void checkAtRest() {
        fortune.must(coordinator.tickets().isEmpty(), "Tickets are left");
        coordinator.sagas().forEach(this::checkAnnouncements);
        checkRows();
    }

    private void checkAnnouncements(Saga saga) {
        var name = ProtocolSimulation.named(saga.id());
        var told = broker.announced(saga.id());
        fortune.must(
                told.firstKey() == 1 && told.lastKey() == told.size() && told.size() == saga.sequence(),
                "Announcements of %s are numbered %s".formatted(name, told.keySet()));
        var ends = new HashSet<Integer>();
        told.values().stream()
                .filter(a -> !(a.fact() instanceof Announcement.StatusChanged) && !isCallForHelp(a.fact()))
                .forEach(a -> fortune.must(ends.add(a.epoch()), "Two ends of %s in one epoch".formatted(name)));
        fortune.must(ends.contains(saga.epoch()), "Nobody was told how %s ended".formatted(name));
    }

    private static boolean isCallForHelp(Announcement.Fact fact) {
        return fact instanceof Announcement.Failed failed
                && failed.outcome() == Announcement.FailureOutcome.NEEDS_OPERATOR;
    }

    /** As if those that are in effect had run one after the other, and the others never. */
    private void checkRows() {
        var expected = product.initialRows();
        coordinator.sagas().stream()
                .filter(Saga::isInEffect)
                .sorted(Comparator.comparing(saga -> saga.ticket().orElseThrow()))
                .forEach(saga -> expected.values()
                        .forEach(rows -> Arrays.setAll(
                                rows,
                                i -> rows[i] == SimulatedUsers.source(saga.request())
                                        ? SimulatedUsers.target(saga.request())
                                        : rows[i])));
        expected.forEach((type, rows) -> fortune.must(
                Arrays.equals(rows, product.rows().get(type)),
                "Rows of %s are %s, not %s"
                        .formatted(type, Arrays.toString(product.rows().get(type)), Arrays.toString(rows))));
    }
}
