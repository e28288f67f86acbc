package org.userdatatransfer.worker.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;

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

    private static final SagaPolicy POLICY = new SagaPolicy(
            Duration.ofSeconds(50),
            Duration.ofSeconds(1),
            Duration.ofHours(3),
            SagaPolicy.WhenOverdue.COMPENSATE,
            Duration.ofHours(3),
            3,
            Duration.ofSeconds(5),
            Duration.ofDays(365));

    private static final int TENANTS = 2;
    private static final int ROOM = 2;

    /** Something that must never be. */
    static final class Broken extends RuntimeException {
        Broken(String message, Deque<String> trace) {
            super(message + "\n  " + String.join("\n  ", trace));
        }
    }

    /** A log and how far its reader has committed to have read it. */
    private static final class Topic<T> {
        private final List<T> log = new ArrayList<>();
        private int committed;

        List<T> poll(int max) {
            return List.copyOf(log.subList(committed, Math.min(log.size(), committed + max)));
        }

        void commit(int read) {
            committed += read;
        }

        void rewind(int by) {
            committed = Math.max(0, committed - by);
        }

        boolean isRead() {
            return committed == log.size();
        }
    }

    private sealed interface Incoming {
        record Request(TransferRequest request) implements Incoming {}

        record Control(TransferControl control) implements Incoming {}

        record Report(SubTaskReport report) implements Incoming {}
    }

    private final Random random;
    private final Core core;
    private final Deque<String> trace = new ArrayDeque<>();
    private Instant now = Story.START;

    // The coordinator's database.
    private final Map<TransferId, Saga> sagas = new TreeMap<>();
    private final Map<TransferId, TransferControl> earlyCancels = new HashMap<>();
    private final MemoryOutbox<Object> outbox = new MemoryOutbox<>(this::send);
    private final MemoryTickets tickets = new MemoryTickets();

    // The topics.
    private final Topic<Incoming> incoming = new Topic<>();
    private final List<Topic<SubTask>> commands = List.of(new Topic<>(), new Topic<>(), new Topic<>());
    private final List<Topic<SubTask>> slices = List.of(new Topic<>(), new Topic<>());
    private final Map<TransferId, TreeMap<Long, Announcement>> announced = new HashMap<>();

    private final List<PlannedType> plan;
    private final SimulatedProduct product;
    private final List<SubTask> inDeadHands = new ArrayList<>();

    private boolean isCalm;
    private boolean areTenantsIgnored;
    private int controls;

    ProtocolSimulation(long seed, Core core, int types, int transfers, int users) {
        this.random = new Random(seed);
        this.core = core;
        this.plan = plan(types);
        this.product = new SimulatedProduct(plan, SimulatedUsers.all(TENANTS, users), random, this::happens);
        for (int i = 0; i < transfers; i++) {
            var source = random.nextInt(users);
            var target = (source + 1 + random.nextInt(users - 1)) % users;
            incoming.log.add(new Incoming.Request(request(i, random.nextInt(TENANTS), source, target)));
        }
    }

    private List<PlannedType> plan(int types) {
        var plan = new ArrayList<PlannedType>();
        for (int i = 0; i < types; i++) {
            plan.add(
                    i > 0 && random.nextInt(3) == 0
                            ? Story.type("t" + i, Story.QM, "t" + random.nextInt(i))
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

    /** A mistake made on purpose, in the promotion: first come, first served, whoever's they are. */
    ProtocolSimulation ignoringTenants() {
        areTenantsIgnored = true;
        return this;
    }

    /** First everything goes wrong, then the world calms down and everything must come to an end. */
    void run(int wildSteps) {
        try {
            wildThenCalm(wildSteps);
        } catch (IllegalStateException e) {
            throw new Broken(String.valueOf(e.getMessage()), trace);
        }
    }

    private void wildThenCalm(int wildSteps) {
        for (int i = 0; i < wildSteps; i++) {
            step();
            checkAlways();
        }
        isCalm = true;
        var patience = 200_000;
        while (!isAtRest()) {
            step();
            checkAlways();
            must(patience-- > 0, "There is no end: " + phases());
        }
        checkAtRest();
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> coordinate();
            case 3, 4 -> outbox.sweep(happens(6));
            case 5 -> promote();
            case 6, 7, 8 -> work(any(commands), 1 + random.nextInt(10));
            case 9 -> work(any(slices), 1);
            case 10 -> passTime();
            case 11 -> disturb();
            default -> throw new IllegalStateException();
        }
    }

    private <T> Topic<T> any(List<Topic<T>> partitions) {
        return partitions.get(random.nextInt(partitions.size()));
    }

    private boolean happens(int oneIn) {
        return !isCalm && random.nextInt(oneIn) == 0;
    }

    private void said(String what) {
        trace.add(what);
        if (trace.size() > 60) {
            trace.removeFirst();
        }
    }

    // ---------------------------------------------------------------- the coordinator

    private void coordinate() {
        var batch = incoming.poll(1 + random.nextInt(8));
        if (batch.isEmpty()) {
            return;
        }
        if (happens(8)) {
            said("coordinator dies before its commit");
            return;
        }
        var wanted = new TreeMap<TransferId, List<SagaCommand>>();
        for (var input : batch) {
            take(input, wanted);
        }
        commit(wanted);
        if (happens(8)) {
            said("coordinator dies before it commits its offsets");
            return;
        }
        incoming.commit(batch.size());
    }

    private void take(Incoming input, Map<TransferId, List<SagaCommand>> wanted) {
        var id =
                switch (input) {
                    case Incoming.Request r -> r.request().id();
                    case Incoming.Control c -> c.control().transferId();
                    case Incoming.Report r -> r.report().transferId();
                };
        var saga = sagas.get(id);
        if (saga != null) {
            decide(
                    saga,
                    switch (input) {
                        case Incoming.Request r -> new SagaEvent.RequestedAgain(r.request());
                        case Incoming.Control c -> new SagaEvent.Controlled(c.control(), laterTransfer(saga));
                        case Incoming.Report r -> new SagaEvent.Reported(r.report());
                    },
                    wanted);
        } else if (input instanceof Incoming.Request r) {
            keep(
                    core.open(
                            r.request(),
                            new TransferPlan(plan, List.of()),
                            Optional.ofNullable(earlyCancels.get(id)),
                            now),
                    wanted);
        } else if (input instanceof Incoming.Control c && c.control().action() == ControlAction.CANCEL) {
            earlyCancels.putIfAbsent(id, c.control());
        }
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
        wanted.forEach((id, list) -> {
            var told = sagas.get(id).tell(list, Optional.empty(), now);
            sagas.put(id, told.saga());
            messages.addAll(told.announcements());
            for (var command : list) {
                switch (command) {
                    case SagaCommand.RunSubTask run -> messages.add(run.subTask());
                    case SagaCommand.CallTickets call -> tickets.call(sagas.get(id).request(), call.call());
                    case SagaCommand.Announce announce -> {}
                    case SagaCommand.TellStatus tell -> {}
                    case SagaCommand.Remember remember ->
                        said("%s: %s by %s, epoch %d"
                                .formatted(
                                        named(id),
                                        remember.entry().to(),
                                        remember.entry().cause(),
                                        remember.entry().epoch()));
                }
            }
        });
        outbox.append(messages, fate());
    }

    private MemoryOutbox.Fate fate() {
        return happens(3)
                ? MemoryOutbox.Fate.DIES_AFTER_THE_COMMIT
                : happens(8) ? MemoryOutbox.Fate.DIES_AFTER_PUBLISHING : MemoryOutbox.Fate.LIVES;
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
        return users.contains(other.request().source()) || users.contains(other.request().target());
    }

    private void send(Object message) {
        switch (message) {
            case SubTask subTask -> partition(subTask).log.add(subTask);
            case Announcement announcement -> {
                var known = announced
                        .computeIfAbsent(announcement.transferId(), id -> new TreeMap<>())
                        .putIfAbsent(announcement.sequence(), announcement);
                must(known == null || known.equals(announcement), "Two announcements have one number");
            }
            default -> throw new IllegalStateException();
        }
    }

    private Topic<SubTask> partition(SubTask subTask) {
        var topic = subTask.isSlice() ? slices : commands;
        return topic.get(Math.floorMod(
                subTask.transferId().hashCode() + subTask.dataType().value().hashCode(), topic.size()));
    }

    private void promote() {
        tickets.advance();
        var wanted = new TreeMap<TransferId, List<SagaCommand>>();
        var candidates = candidates();
        for (var candidate : candidates) {
            var saga = sagas.get(candidate.transferId());
            tickets.markRunning(saga.id());
            decide(
                    saga,
                    new SagaEvent.Started(
                            new UserCheck(Set.of(Story.QM), List.of()), candidate.ticket(), laterTransfer(saga)),
                    wanted);
        }
        checkRoom(candidates);
        commit(wanted);
    }

    private List<MemoryTickets.Candidate> candidates() {
        return areTenantsIgnored
                ? tickets.candidates(Integer.MAX_VALUE).stream()
                        .sorted(Comparator.comparing(MemoryTickets.Candidate::ticket))
                        .limit(tickets.candidates(ROOM).size())
                        .toList()
                : tickets.candidates(ROOM);
    }

    private void passTime() {
        now = now.plusSeconds(random.nextInt(60));
        var wanted = new TreeMap<TransferId, List<SagaCommand>>();
        for (var saga : List.copyOf(sagas.values())) {
            if (saga.dueAt().filter(at -> !at.isAfter(now)).isPresent()) {
                decide(saga, new SagaEvent.TimePassed(), wanted);
            }
        }
        commit(wanted);
    }

    private void disturb() {
        if (isCalm) {
            sagas.values().stream()
                    .filter(saga -> saga.phase() == Phase.NEEDS_OPERATOR && incoming.isRead())
                    .findFirst()
                    .ifPresent(saga -> control(saga.id(), ControlAction.REPLAY));
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                if (!sagas.isEmpty()) {
                    var ids = List.copyOf(sagas.keySet());
                    control(
                            ids.get(random.nextInt(ids.size())),
                            ControlAction.values()[random.nextInt(3)]);
                }
            }
            case 1 -> control(id(random.nextInt(40)), ControlAction.CANCEL);
            case 2 -> incoming.rewind(random.nextInt(20));
            case 3 -> any(random.nextBoolean() ? commands : slices).rewind(random.nextInt(20));
            default -> throw new IllegalStateException();
        }
    }

    private void control(TransferId id, ControlAction action) {
        said(action + " " + named(id));
        incoming.log.add(new Incoming.Control(new TransferControl(
                new UUID(7, ++controls), id, action, "olga", now, List.of(), Optional.empty())));
    }

    // ---------------------------------------------------------------- the workers

    private void work(Topic<SubTask> topic, int atMost) {
        if (!inDeadHands.isEmpty() && random.nextInt(10) == 0) {
            // A zombie wakes up and goes on.
            var late = inDeadHands.remove(random.nextInt(inDeadHands.size()));
            said("zombie carries out %s of %s, epoch %d, slice %d"
                    .formatted(late.action(), named(late.transferId()), late.epoch(), late.step()));
            publish(carryOut(List.of(late)));
            return;
        }
        var batch = topic.poll(atMost);
        if (happens(10)) {
            inDeadHands.addAll(batch);
            return;
        }
        var leaving = carryOut(batch);
        if (happens(10)) {
            // Dies after its commit, and nobody has heard of it.
            return;
        }
        publish(leaving);
        if (!happens(10)) {
            topic.commit(batch.size());
        }
    }

    /** What a worker has to publish: reports, and what is left to do of large types. */
    private record Leaving(List<SubTaskReport> reports, List<SubTask> followUps) {}

    private Leaving carryOut(List<SubTask> batch) {
        var leaving = new Leaving(new ArrayList<>(), new ArrayList<>());
        for (var subTask : batch) {
            var next = subTask;
            var report = product.carryOut(next);
            // Some slices at once, each in a transaction of its own; it may die between two.
            while (followUp(next, report).isPresent() && next.isSlice() && random.nextInt(3) > 0) {
                next = followUp(next, report).get();
                report = product.carryOut(next);
            }
            report.ifPresent(leaving.reports()::add);
            followUp(next, report).ifPresent(leaving.followUps()::add);
        }
        return leaving;
    }

    private static Optional<SubTask> followUp(SubTask subTask, Optional<SubTaskReport> report) {
        return report.filter(r -> subTask.action() != SubTaskAction.VERIFY
                        && r.results().getFirst().outcome() == DataTypeOutcome.IN_PROGRESS)
                .map(r -> subTask.atStep(r.step() + 1));
    }

    private void publish(Leaving leaving) {
        var reports = random.nextBoolean() ? SubTaskReport.joined(leaving.reports()) : leaving.reports();
        reports.forEach(report -> incoming.log.add(new Incoming.Report(report)));
        leaving.followUps().forEach(next -> partition(next).log.add(next));
    }

    // ---------------------------------------------------------------- what must hold

    private void checkAlways() {
        var busy = new HashSet<Integer>();
        for (var saga : sagas.values()) {
            if (saga.phase().isRunning() || saga.phase() == Phase.NEEDS_OPERATOR) {
                must(
                        busy.add(SimulatedUsers.source(saga.request()))
                                && busy.add(SimulatedUsers.target(saga.request())),
                        "Two running transfers share a user, one of them " + named(saga.id()));
            }
        }
    }

    /** No more run than may, and whoever still waits has no fewer of its tenant at work than one that was preferred. */
    private void checkRoom(List<MemoryTickets.Candidate> started) {
        var running = tickets.runningByTenant();
        var all = running.values().stream().mapToLong(Long::longValue).sum();
        must(started.isEmpty() || all <= ROOM, "%d transfers run".formatted(all));
        for (var waiting : tickets.candidates(Integer.MAX_VALUE)) {
            var neglected = sagas.get(waiting.transferId()).request().tenant();
            for (var one : started) {
                var preferred = sagas.get(one.transferId()).request().tenant();
                must(
                        running.get(preferred) <= running.getOrDefault(neglected, 0L) + 1,
                        "%s waits though tenant %s has fewer transfers at work than tenant %s"
                                .formatted(named(waiting.transferId()), neglected, preferred));
            }
        }
    }

    private boolean isAtRest() {
        return outbox.isEmpty()
                && tickets.hasHeardAll()
                && inDeadHands.isEmpty()
                && incoming.isRead()
                && commands.stream().allMatch(Topic::isRead)
                && slices.stream().allMatch(Topic::isRead)
                && sagas.values().stream().allMatch(saga -> saga.phase().isEnd());
    }

    private void checkAtRest() {
        must(tickets.isEmpty(), "Tickets are left");
        sagas.values().forEach(this::checkAnnouncements);
        // As if those that are in effect had run one after the other, and the others never.
        var expected = product.initialRows();
        sagas.values().stream()
                .filter(Saga::isInEffect)
                .sorted(Comparator.comparing(saga -> saga.ticket().orElseThrow()))
                .forEach(saga -> expected.values()
                        .forEach(rows -> Arrays.setAll(
                                rows,
                                i -> rows[i] == SimulatedUsers.source(saga.request())
                                        ? SimulatedUsers.target(saga.request())
                                        : rows[i])));
        expected.forEach((type, rows) -> must(
                Arrays.equals(rows, product.rows().get(type)),
                "Rows of %s are %s, not %s: %s"
                        .formatted(type, Arrays.toString(product.rows().get(type)), Arrays.toString(rows), phases())));
    }

    private void checkAnnouncements(Saga saga) {
        var told = announced.get(saga.id());
        must(
                told.firstKey() == 1 && told.lastKey() == told.size() && told.size() == saga.sequence(),
                "Announcements of %s are numbered %s".formatted(named(saga.id()), told.keySet()));
        var ends = new HashSet<Integer>();
        told.values().stream()
                .filter(a -> !(a.fact() instanceof Announcement.StatusChanged) && !isNoEnd(a.fact()))
                .forEach(a -> must(ends.add(a.epoch()), "Two ends of %s in one epoch".formatted(named(saga.id()))));
        must(ends.contains(saga.epoch()), "Nobody was told how %s ended".formatted(named(saga.id())));
    }

    private static boolean isNoEnd(Announcement.Fact fact) {
        return fact instanceof Announcement.Failed failed
                && failed.outcome() == Announcement.FailureOutcome.NEEDS_OPERATOR;
    }

    private void must(boolean holds, String message) {
        if (!holds) {
            throw new Broken(message, trace);
        }
    }

    // ---------------------------------------------------------------- names

    private String phases() {
        var phases = new TreeMap<String, Phase>();
        sagas.values().forEach(saga -> phases.put(named(saga.id()), saga.phase()));
        return phases.toString();
    }

    Set<Phase> ends() {
        var ends = new HashSet<Phase>();
        sagas.values().forEach(saga -> ends.add(saga.phase()));
        return ends;
    }

    private static String named(TransferId id) {
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
                random.nextInt(5) == 0
                        ? Optional.of(Story.START.plusSeconds(random.nextInt(600)))
                        : Optional.empty(),
                TransferMode.EXECUTE,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
