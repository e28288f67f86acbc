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
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * The whole protocol in memory, one seed, one history: the real saga, and coordinator, outbox, topics, tickets, workers,
 * fences, ledgers and rows as simple as they can be. Whoever works can die before its commit, after it, or after it has
 * published and before it says so; topics redeliver from the last committed offset; and a command that a dead worker had
 * in hand may still be carried out by it much later.
 *
 * <p>Where the protocol lives in SQL, the simulation cannot drift from it: its fence and its tickets and those on PostgreSQL
 * pass the same tests, {@link FenceContract} and {@link TicketsContract}, which also play the same random scripts to both.
 * Slices and several tenants are left to tests on the real thing; the outbox here is a list.
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
    private final List<Object> outbox = new ArrayList<>();
    private final MemoryTickets tickets = new MemoryTickets();

    // The topics.
    private final Topic<Incoming> incoming = new Topic<>();
    private final List<Topic<SubTask>> commands = List.of(new Topic<>(), new Topic<>(), new Topic<>());
    private final Map<TransferId, TreeMap<Long, Announcement>> announced = new HashMap<>();

    // The product's database: who owns each row of each type, and the ledger of what was moved.
    private final List<PlannedType> plan;
    private final Map<DataTypeName, int[]> owners = new HashMap<>();
    private final Map<DataTypeName, int[]> initialOwners = new HashMap<>();
    private final MemoryFence fence = new MemoryFence();
    private final Map<MemoryFence.Key, Set<Integer>> ledger = new HashMap<>();
    private final List<SubTask> inDeadHands = new ArrayList<>();

    private final int users;
    private boolean isCalm;
    private boolean isVerifyUnfenced;
    private int controls;

    ProtocolSimulation(long seed, Core core, int types, int transfers, int users) {
        this.random = new Random(seed);
        this.core = core;
        this.users = users;
        this.plan = plan(types);
        for (var type : plan) {
            var rows = random.ints(6, 0, users).toArray();
            owners.put(type.name(), rows);
            initialOwners.put(type.name(), rows.clone());
        }
        for (int i = 0; i < transfers; i++) {
            var source = random.nextInt(users);
            var target = (source + 1 + random.nextInt(users - 1)) % users;
            incoming.log.add(new Incoming.Request(request(i, source, target)));
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
        isVerifyUnfenced = true;
        return this;
    }

    /** First everything goes wrong, then the world calms down and everything must come to an end. */
    void run(int wildSteps) {
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
            case 3, 4 -> relay();
            case 5 -> promote();
            case 6, 7, 8, 9 -> work(commands.get(random.nextInt(commands.size())));
            case 10 -> passTime();
            case 11 -> disturb();
            default -> throw new IllegalStateException();
        }
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
                        case Incoming.Control c -> new SagaEvent.Controlled(c.control(), movedOn(saga));
                        case Incoming.Report r -> new SagaEvent.Reported(r.report());
                    },
                    wanted);
        } else if (input instanceof Incoming.Request r) {
            keep(
                    core.accept(
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
        wanted.forEach((id, list) -> {
            var told = sagas.get(id).tell(list, Optional.empty(), now);
            sagas.put(id, told.saga());
            outbox.addAll(told.announcements());
            for (var command : list) {
                switch (command) {
                    case SagaCommand.RunSubTask run -> outbox.add(run.subTask());
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
    }

    private Optional<TransferId> movedOn(Saga saga) {
        return sagas.values().stream()
                .filter(other -> other.isInEffect()
                        && shareUsers(other, saga)
                        && other.turn().orElseThrow() > saga.turn().orElse(Long.MAX_VALUE))
                .min(Comparator.comparing(other -> other.turn().orElseThrow()))
                .map(Saga::id);
    }

    private static boolean shareUsers(Saga one, Saga other) {
        var users = Set.of(one.request().source(), one.request().target());
        return users.contains(other.request().source()) || users.contains(other.request().target());
    }

    private void relay() {
        var count = Math.min(outbox.size(), 1 + random.nextInt(10));
        for (var message : outbox.subList(0, count)) {
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
        if (happens(6)) {
            said("relay dies before it marks what it has published");
            return;
        }
        outbox.subList(0, count).clear();
    }

    private Topic<SubTask> partition(SubTask subTask) {
        return commands.get(Math.floorMod(
                subTask.transferId().hashCode() + subTask.dataType().value().hashCode(), commands.size()));
    }

    private void promote() {
        tickets.hear();
        var wanted = new TreeMap<TransferId, List<SagaCommand>>();
        for (var candidate : tickets.candidates(5)) {
            var saga = sagas.get(candidate.transferId());
            tickets.markRunning(saga.id());
            decide(
                    saga,
                    new SagaEvent.Started(
                            new UserCheck(Set.of(Story.QM), List.of()), candidate.ticket(), movedOn(saga)),
                    wanted);
        }
        commit(wanted);
    }

    private void passTime() {
        now = now.plusSeconds(random.nextInt(60));
        var wanted = new TreeMap<TransferId, List<SagaCommand>>();
        for (var saga : List.copyOf(sagas.values())) {
            if (saga.dueAt().filter(at -> !at.isAfter(now)).isPresent()) {
                decide(saga, new SagaEvent.ClockStruck(), wanted);
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
            case 3 -> commands.get(random.nextInt(commands.size())).rewind(random.nextInt(20));
            default -> throw new IllegalStateException();
        }
    }

    private void control(TransferId id, ControlAction action) {
        said(action + " " + named(id));
        incoming.log.add(new Incoming.Control(new TransferControl(
                new UUID(7, ++controls), id, action, "olga", now, List.of(), Optional.empty())));
    }

    // ---------------------------------------------------------------- the workers

    private void work(Topic<SubTask> topic) {
        if (!inDeadHands.isEmpty() && random.nextInt(10) == 0) {
            // A zombie wakes up and goes on.
            var late = inDeadHands.remove(random.nextInt(inDeadHands.size()));
            said("zombie carries out %s of %s, epoch %d"
                    .formatted(late.action(), named(late.transferId()), late.epoch()));
            carryOut(late).ifPresent(report -> incoming.log.add(new Incoming.Report(report)));
            return;
        }
        var batch = topic.poll(1 + random.nextInt(10));
        if (happens(10)) {
            inDeadHands.addAll(batch);
            return;
        }
        var reports = new ArrayList<SubTaskReport>();
        batch.forEach(subTask -> carryOut(subTask).ifPresent(reports::add));
        if (happens(10)) {
            // Dies after its commit, and nobody has heard of it.
            return;
        }
        reports.forEach(report -> incoming.log.add(new Incoming.Report(report)));
        if (!happens(10)) {
            topic.commit(batch.size());
        }
    }

    private Optional<SubTaskReport> carryOut(SubTask subTask) {
        if (happens(20)) {
            return Optional.of(report(subTask, subTask.step(), subTask.dataTypes().stream()
                    .map(type -> result(type, DataTypeOutcome.DEFERRED, 0))
                    .toList()));
        }
        return subTask.action() == SubTaskAction.VERIFY ? verify(subTask) : transferOrRestore(subTask);
    }

    private Optional<SubTaskReport> transferOrRestore(SubTask subTask) {
        var key = MemoryFence.Key.of(subTask);
        if (fence.pass(key, subTask)) {
            fence.settle(
                    key,
                    happens(60)
                            ? result(subTask.dataType(), DataTypeOutcome.FAILED, 0)
                            : result(subTask.dataType(), DataTypeOutcome.DONE, act(subTask, key)));
        }
        return fence.said(key)
                .filter(said -> said.epoch() == subTask.epoch() && said.step() < SubTask.FIRST_VERIFY_STEP)
                .map(said -> report(subTask, said.step(), List.of(said.result())));
    }

    private long act(SubTask subTask, MemoryFence.Key key) {
        return subTask.action() == SubTaskAction.TRANSFER ? transfer(subTask, key) : restore(subTask, key);
    }

    /**
     * Moves what has come late, once per round. Also a round that finds nothing must pass a fence of its own: delivered
     * again after the transfer is completed, it would move what another transfer has given to the source since.
     */
    private Optional<SubTaskReport> verify(SubTask subTask) {
        var round = MemoryFence.Key.of(subTask);
        if (fence.pass(round, subTask) || isVerifyUnfenced) {
            for (var type : subTask.dataTypes()) {
                var key = new MemoryFence.Key(subTask.transferId(), type);
                if (isLate(subTask, type) && fence.pass(key, subTask)) {
                    fence.settle(key, result(type, DataTypeOutcome.DONE, transfer(subTask, key)));
                }
            }
            fence.settle(round, result(round.type(), DataTypeOutcome.DONE, 0));
        }
        return saidIn(subTask, round).map(said -> report(subTask, said.step(), lateResults(subTask)));
    }

    private boolean isLate(SubTask subTask, DataTypeName type) {
        return Arrays.stream(owners.get(type)).anyMatch(owner -> owner == user(subTask.source()));
    }

    private List<DataTypeResult> lateResults(SubTask subTask) {
        return subTask.dataTypes().stream()
                .flatMap(type -> saidIn(subTask, new MemoryFence.Key(subTask.transferId(), type)).stream())
                .map(FenceContract.Answer::result)
                .toList();
    }

    private Optional<FenceContract.Answer> saidIn(SubTask round, MemoryFence.Key key) {
        return fence.said(key).filter(said -> said.epoch() == round.epoch() && said.step() == round.step());
    }

    private long transfer(SubTask subTask, MemoryFence.Key key) {
        var rows = owners.get(key.type());
        var moved = ledger.computeIfAbsent(key, k -> new HashSet<>());
        var before = moved.size();
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] == user(subTask.source())) {
                rows[row] = user(subTask.target());
                moved.add(row);
            }
        }
        return moved.size() - before;
    }

    private long restore(SubTask subTask, MemoryFence.Key key) {
        var rows = owners.get(key.type());
        var moved = ledger.getOrDefault(key, Set.of());
        for (int row : moved) {
            must(
                    rows[row] == user(subTask.target()),
                    "Row %d of %s has moved on before %s was taken back".formatted(row, key.type(), named(key.transfer())));
            rows[row] = user(subTask.source());
        }
        ledger.remove(key);
        return moved.size();
    }

    private static SubTaskReport report(SubTask subTask, int step, List<DataTypeResult> results) {
        return new SubTaskReport(
                subTask.transferId(), subTask.epoch(), subTask.action(), step, subTask.product(), results);
    }

    private static DataTypeResult result(DataTypeName type, DataTypeOutcome outcome, long moved) {
        return Story.result(type.value(), outcome, Story.moved(moved));
    }

    // ---------------------------------------------------------------- what must hold

    private void checkAlways() {
        var busy = new HashSet<UserId>();
        for (var saga : sagas.values()) {
            if (saga.phase().isRunning() || saga.phase() == Phase.NEEDS_OPERATOR) {
                must(
                        busy.add(saga.request().source()) && busy.add(saga.request().target()),
                        "Two running transfers share a user, one of them " + named(saga.id()));
            }
        }
    }

    private boolean isAtRest() {
        return outbox.isEmpty()
                && tickets.hasHeardAll()
                && inDeadHands.isEmpty()
                && incoming.isRead()
                && commands.stream().allMatch(Topic::isRead)
                && sagas.values().stream().allMatch(saga -> saga.phase().isEnd());
    }

    private void checkAtRest() {
        must(tickets.isEmpty(), "Tickets are left");
        sagas.values().forEach(this::checkAnnouncements);
        // As if those that are in effect had run one after the other, and the others never.
        var expected = new HashMap<DataTypeName, int[]>();
        initialOwners.forEach((type, rows) -> expected.put(type, rows.clone()));
        sagas.values().stream()
                .filter(Saga::isInEffect)
                .sorted(Comparator.comparing(saga -> saga.turn().orElseThrow()))
                .forEach(saga -> expected.values()
                        .forEach(rows -> Arrays.setAll(
                                rows,
                                i -> rows[i] == user(saga.request().source())
                                        ? user(saga.request().target())
                                        : rows[i])));
        expected.forEach((type, rows) -> must(
                Arrays.equals(rows, owners.get(type)),
                "Rows of %s are %s, not %s: %s"
                        .formatted(type, Arrays.toString(owners.get(type)), Arrays.toString(rows), phases())));
    }

    private void checkAnnouncements(Saga saga) {
        var told = announced.get(saga.id());
        must(
                told.firstKey() == 1 && told.lastKey() == told.size() && told.size() == saga.sequence(),
                "Announcements of %s are numbered %s".formatted(named(saga.id()), told.keySet()));
        var ends = new HashSet<Integer>();
        told.values().stream()
                .filter(a -> !(a.fact() instanceof Announcement.StatusChanged))
                .forEach(a -> must(ends.add(a.epoch()), "Two ends of %s in one epoch".formatted(named(saga.id()))));
        must(ends.contains(saga.epoch()), "Nobody was told how %s ended".formatted(named(saga.id())));
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

    private int user(UserId user) {
        return Integer.parseInt(user.value());
    }

    private TransferRequest request(int number, int source, int target) {
        return new TransferRequest(
                id(number),
                new TenantId("acme"),
                new UserId(String.valueOf(source)),
                new UserId(String.valueOf(target)),
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
