package org.userdatatransfer.worker.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.UserCheck;

/**
 * Every state that the two transfers of a {@link World} can reach, ann to bob and bob to cid, with their workers.
 *
 * <p>A message stays where it was sent and can be delivered at any time: duplicates, late and stale ones in one. A
 * worker decides once per epoch whether it succeeds, and keeps its answer in its fence, as the real one does. Operators
 * speak at any time; how often somebody fails or speaks in all is limited, so that there is an end.
 */
final class Exploration {

    /** Something that must never be, and how it came about. */
    record Violation(String what, List<String> trace) {

        @Override
        public String toString() {
            return what + "\n  " + String.join("\n  ", trace);
        }
    }

    record Outcome(int states, Set<Phase> phases, Optional<Violation> violation) {}

    private static final Instant NOW = World.NOW;
    private static final Duration DEADLINE = Duration.ofHours(1);
    private static final UserCheck WELL_KNOWN = new UserCheck(Set.of(Story.QM), List.of());
    private static final UserCheck UNKNOWN = new UserCheck(
            Set.of(), List.of(FailureReason.inField(ReasonCode.UNKNOWN_USER, "sourceUserId", "?", "nobody knows them")));

    /** By the bit that says whether it was issued: transfer, action, and which of two. */
    private static final List<TransferControl> CONTROL_OF = IntStream.range(0, 16)
            .mapToObj(bit -> control(bit / 8, ControlAction.values()[bit / 2 % 4], bit % 2))
            .toList();

    /** By transfer and action: what an operator says when one is needed, always as if for the first time. */
    private static final List<TransferControl> HELP_OF = IntStream.range(0, 8)
            .mapToObj(n -> control(n / 4, ControlAction.values()[n % 4], 4))
            .toList();

    private static final int UNSEEN = -1;
    // The layout of a state.
    private static final int SAGA = 0; // of each transfer, by number
    private static final int QUEUE = 2; // both users overlap in bob: one queue, a digit per transfer
    private static final int PARKED = 3; // a bit of each transfer; then a bit of each that queues for room only
    private static final int CONTROLS_LEFT = 4;
    private static final int FAILURES_LEFT = 5;
    private static final int ISSUED = 6; // controls that were issued, a bit each
    private static final int ANNOUNCED = 7; // of each transfer, a bit per epoch that has its end, or needs an operator
    private static final int NO_END = 16;
    private static final int EARLY_CANCEL = 9;
    private static final int FENCES = 10; // of each transfer: its types, then VERIFY
    private static final int FENCES_EACH = 3;
    private static final int SENT = FENCES + 2 * FENCES_EACH; // commands and reports, a bit each
    private static final int SENT_WORDS = 8;
    private static final int SIZE = SENT + SENT_WORDS;

    private final Core core;
    private final World world;
    private final SagaPolicy policy;
    private final int maxStates;
    private final int controls;
    private final int failures;

    private final Numbers<Saga> sagas = new Numbers<>();
    private final Numbers<Object> messages = new Numbers<>();
    private final Map<Long, Decided> decided = new HashMap<>();
    private final Map<State, Integer> seen = new HashMap<>();
    private final List<State> states = new ArrayList<>();
    private final List<int[]> before = new ArrayList<>();
    private final List<Supplier<String>> how = new ArrayList<>();
    private final List<int[]> after = new ArrayList<>();
    private final Set<Phase> phases = new TreeSet<>();

    /** What a saga, by number, becomes by an event: decided once, however many states it is part of. */
    private record Decided(int saga, List<SagaCommand> commands) {}

    // Numbers of events, beside those of messages.
    private static final int REQUEST = 1_000;
    private static final int CONTROL = 2_000;
    private static final int HELP = 2_500;
    private static final int START = 3_000;
    private static final int CLOCK = 4_000;
    private static final int EVENTS = 5_000;

    private record State(int[] data) {
        @Override
        public boolean equals(Object other) {
            return other instanceof State state && Arrays.equals(data, state.data);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(data);
        }
    }

    /** Small numbers for values. */
    private static final class Numbers<T> {
        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> values = new ArrayList<>();

        int of(T value) {
            return numbers.computeIfAbsent(value, v -> {
                values.add(v);
                return values.size() - 1;
            });
        }

        boolean isKnown(T value) {
            return numbers.containsKey(value);
        }

        T get(int number) {
            return values.get(number);
        }
    }

    private static final class Broken extends RuntimeException {
        Broken(String message) {
            super(message);
        }
    }

    Exploration(Core core, World world, int controls, int failures, int max) {
        this.core = core;
        this.world = world;
        this.policy = new SagaPolicy(
                Duration.ZERO,
                Duration.ZERO,
                DEADLINE,
                world.whenOverdue(),
                DEADLINE,
                2,
                Duration.ZERO,
                Duration.ofDays(1));
        this.controls = controls;
        this.failures = failures;
        this.maxStates = max;
    }

    Outcome explore() {
        var start = new int[SIZE];
        start[SAGA] = UNSEEN;
        start[SAGA + 1] = UNSEEN;
        start[CONTROLS_LEFT] = controls;
        start[FAILURES_LEFT] = failures;
        var queue = new ArrayDeque<Integer>();
        queue.add(add(start, -1, () -> "nothing has happened"));
        while (!queue.isEmpty()) {
            var number = queue.remove();
            var from = states.get(number).data();
            var next = new ArrayList<Integer>();
            for (var step : steps(from)) {
                int[] to;
                try {
                    to = step.take();
                    check(from, to);
                    to = withoutDead(to);
                } catch (Broken | IllegalStateException e) {
                    return outcome(
                            Optional.of(new Violation(
                                    String.valueOf(e.getMessage()), trace(number, step.name().get()))));
                }
                if (from == to || Arrays.equals(from, to)) {
                    continue;
                }
                var known = seen.get(new State(to));
                if (known == null) {
                    if (states.size() == maxStates) {
                        throw new IllegalStateException("More than %d states".formatted(maxStates));
                    }
                    known = add(to, number, step.name());
                    queue.add(known);
                }
                next.add(known);
            }
            after.set(number, next.stream().mapToInt(Integer::intValue).toArray());
        }
        return outcome(stuck());
    }

    private Outcome outcome(Optional<Violation> violation) {
        return new Outcome(states.size(), phases, violation);
    }

    private int add(int[] data, int parent, Supplier<String> name) {
        var number = states.size();
        var state = new State(data);
        states.add(state);
        seen.put(state, number);
        before.add(new int[] {parent});
        how.add(name);
        after.add(new int[0]);
        for (int t = 0; t < 2; t++) {
            if (data[SAGA + t] != UNSEEN) {
                phases.add(saga(data, t).phase());
            }
        }
        return number;
    }

    private List<String> trace(int number, String last) {
        var trace = new ArrayList<String>();
        trace.add(last);
        for (int n = number; n >= 0; n = before.get(n)[0]) {
            trace.add(how.get(n).get());
        }
        return trace.reversed();
    }

    // ---------------------------------------------------------------- what can happen

    private record Step(Supplier<String> name, Supplier<int[]> taken) {
        int[] take() {
            return taken.get();
        }
    }

    private List<Step> steps(int[] state) {
        var steps = new ArrayList<Step>();
        for (int t = 0; t < 2; t++) {
            requests(steps, state, t);
            controls(steps, state, t);
            if (state[SAGA + t] != UNSEEN) {
                help(steps, state, t);
                starts(steps, state, t);
                clock(steps, state, t);
            }
        }
        for (int number = nextSent(state, 0); number >= 0; number = nextSent(state, number + 1)) {
            var m = number;
            switch (messages.get(m)) {
                case SubTask subTask -> work(steps, state, subTask);
                case SubTaskReport report ->
                    tell(
                            steps,
                            () -> "report " + text(report),
                            state,
                            number(report.transferId()),
                            m,
                            new SagaEvent.Reported(report));
                default -> throw new IllegalStateException("Nobody reads such messages");
            }
        }
        return steps;
    }

    private void requests(List<Step> steps, int[] state, int t) {
        if (state[SAGA + t] == UNSEEN) {
            steps.add(new Step(() -> "request " + t, () -> {
                var early = state[EARLY_CANCEL] >> t & 1;
                var opened = core.open(
                        world.requests().get(t),
                        new TransferPlan(world.plans().get(t), List.of()),
                        early == 1
                                ? Optional.of(CONTROL_OF.get((t * 4 + ControlAction.CANCEL.ordinal()) * 2))
                                : Optional.empty(),
                        NOW);
                return applied(state, t, decided(opened));
            }));
        } else {
            tell(
                    steps,
                    () -> "request " + t + " again",
                    state,
                    t,
                    REQUEST,
                    new SagaEvent.RequestedAgain(world.requests().get(t)));
        }
    }

    private void controls(List<Step> steps, int[] state, int t) {
        for (var action : ControlAction.values()) {
            for (int n = 0; n < 2; n++) {
                var bit = (t * 4 + action.ordinal()) * 2 + n;
                var issued = (state[ISSUED] >> bit & 1) == 1;
                if (!issued && state[CONTROLS_LEFT] == 0
                        || !issued && n == 1 && (state[ISSUED] >> (bit - 1) & 1) == 0) {
                    continue;
                }
                var next = state.clone();
                if (!issued) {
                    next[ISSUED] |= 1 << bit;
                    next[CONTROLS_LEFT]--;
                }
                Supplier<String> name = () -> "%s %d%s".formatted(action, t, issued ? " again" : "");
                if (state[SAGA + t] != UNSEEN) {
                    var laterTransfer = laterTransfer(state, t);
                    var key = CONTROL + bit * 2 + (laterTransfer.isPresent() ? 1 : 0);
                    var event = new SagaEvent.Controlled(CONTROL_OF.get(bit), laterTransfer);
                    if (issued) {
                        steps.add(new Step(name, () -> unmoved(state, t, key, event)));
                    } else {
                        tell(steps, name, next, t, key, event);
                    }
                } else if (action == ControlAction.CANCEL && n == 0) {
                    steps.add(new Step(name, () -> {
                        next[EARLY_CANCEL] |= 1 << t;
                        return next;
                    }));
                }
            }
        }
    }

    /** Whoever needs an operator has one. */
    private void help(List<Step> steps, int[] state, int t) {
        if (saga(state, t).phase() == Phase.NEEDS_OPERATOR) {
            for (var action : List.of(ControlAction.ACCEPT, ControlAction.REPLAY)) {
                var n = t * 4 + action.ordinal();
                tell(
                        steps,
                        () -> "%s %d, to help".formatted(action, t),
                        state,
                        t,
                        HELP + n,
                        new SagaEvent.Controlled(HELP_OF.get(n), Optional.empty()));
            }
        }
    }

    private void starts(List<Step> steps, int[] state, int t) {
        var mayStart = locksUsers(t) ? state[QUEUE] % 3 == t + 1 : hasTicket(state, t);
        if (mayStart && saga(state, t).phase() == Phase.QUEUED) {
            var ticket = Math.max(ticket(state, 0), ticket(state, 1)) + 1;
            var laterTransfer = laterTransfer(state, t);
            must(ticket < 100, "There are more starts than the model has room for");
            tell(
                    steps,
                    () -> "start " + t,
                    state,
                    t,
                    START + (int) ticket * 2 + (laterTransfer.isPresent() ? 1 : 0),
                    new SagaEvent.Started(WELL_KNOWN, ticket, laterTransfer));
            if (world.mayBeUnknown() && state[FAILURES_LEFT] > 0) {
                var next = state.clone();
                next[FAILURES_LEFT]--;
                steps.add(new Step(
                        () -> "start %d, whose users nobody knows".formatted(t),
                        () -> applied(
                                next,
                                t,
                                decided(core.on(
                                        saga(next, t),
                                        new SagaEvent.Started(UNKNOWN, ticket, laterTransfer),
                                        NOW,
                                        policy)))));
            }
        }
    }

    private boolean locksUsers(int t) {
        return world.requests().get(t).mode() == TransferMode.EXECUTE;
    }

    private boolean hasTicket(int[] state, int t) {
        return locksUsers(t)
                ? state[QUEUE] % 3 == t + 1 || state[QUEUE] / 3 == t + 1
                : (state[PARKED] >> 2 + t & 1) == 1;
    }

    private long ticket(int[] state, int t) {
        return state[SAGA + t] == UNSEEN ? 0 : saga(state, t).ticket().orElse(0L);
    }

    private Optional<TransferId> laterTransfer(int[] state, int t) {
        var other = 1 - t;
        return state[SAGA + other] != UNSEEN
                        && saga(state, other).isInEffect()
                        && ticket(state, other) > ticket(state, t)
                ? Optional.of(world.requests().get(other).id())
                : Optional.empty();
    }

    private void clock(List<Step> steps, int[] state, int t) {
        if (saga(state, t).dueAt().isEmpty()) {
            return;
        }
        if (saga(state, t).phase() == Phase.SCHEDULED) {
            steps.add(new Step(
                    () -> "clock %d, before its date".formatted(t),
                    () -> unmoved(state, t, CLOCK, new SagaEvent.TimePassed())));
            steps.add(new Step(
                    () -> "the date of " + t,
                    () -> applied(
                            state,
                            t,
                            decided(core.on(saga(state, t), new SagaEvent.TimePassed(), World.DATE, policy)))));
            return;
        }
        tell(steps, () -> "clock " + t, state, t, CLOCK, new SagaEvent.TimePassed());
        if (state[FAILURES_LEFT] > 0) {
            var next = state.clone();
            next[FAILURES_LEFT]--;
            steps.add(new Step(() -> "deadline " + t, () -> {
                var late = NOW.plus(DEADLINE);
                return applied(next, t, decided(core.on(saga(next, t), new SagaEvent.TimePassed(), late, policy)));
            }));
        }
    }

    private void tell(List<Step> steps, Supplier<String> name, int[] state, int t, int key, SagaEvent event) {
        steps.add(new Step(name, () -> applied(state, t, decided(state, t, key, event))));
    }

    /** What has been said before must not count again, nor what comes before its time. */
    private int[] unmoved(int[] state, int t, int key, SagaEvent event) {
        must(isNothingNew(state, t, key, event), "Transfer %d obeys what does not count", t);
        return state;
    }

    private boolean isNothingNew(int[] state, int t, int key, SagaEvent event) {
        var next = decided(state, t, key, event);
        return next.saga() == state[SAGA + t] && next.commands().isEmpty();
    }

    private Decided decided(int[] state, int t, int key, SagaEvent event) {
        return decided.computeIfAbsent(
                (long) state[SAGA + t] * EVENTS + key,
                step -> decided(core.on(saga(state, t), event, NOW, policy)));
    }

    private Decided decided(Transition transition) {
        return new Decided(sagas.of(timeless(transition.saga())), transition.commands());
    }

    // ---------------------------------------------------------------- the workers

    /** A fence: epoch, action, whether it failed, and whether the rows are the target's. */
    private record Fence(int epoch, int action, boolean failed, boolean isDone) {
        static Fence of(int packed) {
            return new Fence(packed >> 4, packed >> 2 & 3, (packed >> 1 & 1) == 1, (packed & 1) == 1);
        }

        int packed() {
            return epoch << 4 | action << 2 | (failed ? 2 : 0) | (isDone ? 1 : 0);
        }
    }

    private void work(List<Step> steps, int[] state, SubTask subTask) {
        var t = number(subTask.transferId());
        if (subTask.action() == SubTaskAction.PREVIEW) {
            preview(steps, state, subTask);
            return;
        }
        var at = fence(t, subTask);
        if (!isNew(state, subTask)) {
            // Not its turn, or a repeat: at most it says again what it has said.
            return;
        }
        if (isHeld(state, t, subTask)) {
            hold(steps, state, subTask);
            return;
        }
        steps.add(new Step(() -> "work " + text(subTask), () -> worked(state, t, at, subTask, false)));
        if (subTask.isFirstLook()) {
            // It may see late rows: they are looked for again in the end, and it fails nothing.
            hold(steps, state, subTask);
        } else if (state[FAILURES_LEFT] > 0) {
            steps.add(new Step(() -> "fail " + text(subTask), () -> worked(state, t, at, subTask, true)));
        }
    }

    /**
     * Without messages that nobody can obey any more, whatever comes: commands that the fence has seen, or that have
     * been asked again without anything to wait for, and reports of an older epoch that nobody waits for. With them
     * states would differ, and be the same.
     */
    private int[] withoutDead(int[] state) {
        var next = state;
        for (int m = nextSent(state, 0); m >= 0; m = nextSent(state, m + 1)) {
            if (isDead(state, m)) {
                next = next == state ? state.clone() : next;
                next[SENT + m / 32] &= ~(1 << m % 32);
            }
        }
        return next;
    }

    private boolean isDead(int[] state, int message) {
        return switch (messages.get(message)) {
            case SubTask subTask -> isDead(state, subTask);
            case SubTaskReport report -> {
                var t = number(report.transferId());
                yield report.epoch() < saga(state, t).epoch()
                        && isNothingNew(state, t, message, new SagaEvent.Reported(report));
            }
            default -> throw new IllegalStateException("Nobody reads such messages");
        };
    }

    private boolean isDead(int[] state, SubTask subTask) {
        return subTask.action() != SubTaskAction.PREVIEW
                && (!isNew(state, subTask) || !subTask.after().isEmpty() && isAskedFreely(state, subTask));
    }

    private boolean isAskedFreely(int[] state, SubTask subTask) {
        var freely = subTask.atStep(subTask.step());
        return messages.isKnown(freely) && isSent(state, messages.of(freely));
    }

    private boolean isNew(int[] state, SubTask subTask) {
        var t = number(subTask.transferId());
        return Fence.of(state[fence(t, subTask)]).epoch() < subTask.epoch()
                && (subTask.action() != SubTaskAction.VERIFY || mayVerify(state, t, subTask));
    }

    private int fence(int t, SubTask subTask) {
        return FENCES
                + t * FENCES_EACH
                + (subTask.action() == SubTaskAction.VERIFY ? FENCES_EACH - 1 : indexOf(t, subTask.dataType()));
    }

    private boolean isHeld(int[] state, int t, SubTask subTask) {
        return subTask.after().stream().anyMatch(type -> !isThrough(state, t, subTask.epoch(), type));
    }

    private boolean isThrough(int[] state, int t, int epoch, DataTypeName type) {
        var fence = Fence.of(state[FENCES + t * FENCES_EACH + indexOf(t, type)]);
        return fence.epoch() == epoch && fence.isDone() && !fence.failed();
    }

    /** Passes no fence. */
    private void hold(List<Step> steps, int[] state, SubTask subTask) {
        steps.add(new Step(() -> "hold " + text(subTask), () -> {
            var next = state.clone();
            send(
                    next,
                    SubTaskReport.of(
                            subTask,
                            subTask.dataTypes().stream()
                                    .map(type -> Story.result(type.value(), DataTypeOutcome.HELD, Tally.ZERO))
                                    .toList()));
            return next;
        }));
    }

    /** Changes nothing, passes no fence, and may come out otherwise each time. */
    private void preview(List<Step> steps, int[] state, SubTask subTask) {
        steps.add(new Step(() -> "look " + text(subTask), () -> {
            var next = state.clone();
            send(next, asPreviewed(subTask));
            return next;
        }));
        if (state[FAILURES_LEFT] > 0) {
            for (var other : List.of(
                    Story.previewed(subTask.dataType().value(), "drifted"),
                    Story.result(subTask.dataType().value(), DataTypeOutcome.FAILED, Tally.ZERO))) {
                steps.add(new Step(() -> "look %s: %s".formatted(text(subTask), other.outcome()), () -> {
                    var next = state.clone();
                    next[FAILURES_LEFT]--;
                    send(next, SubTaskReport.of(subTask, List.of(other)));
                    return next;
                }));
            }
        }
    }

    private static SubTaskReport asPreviewed(SubTask subTask) {
        var type = subTask.dataType();
        return SubTaskReport.of(subTask, List.of(Story.previewed(type.value(), World.decisions(type))));
    }

    private boolean mayVerify(int[] state, int t, SubTask verify) {
        for (int i = 0; i < world.plans().get(t).size(); i++) {
            if (Fence.of(state[FENCES + t * FENCES_EACH + i]).epoch() > verify.epoch()) {
                return false;
            }
        }
        return true;
    }

    private int[] worked(int[] state, int t, int at, SubTask subTask, boolean fails) {
        var next = state.clone();
        checkOrder(state, t, subTask);
        var was = Fence.of(state[at]);
        var isDone =
                switch (subTask.action()) {
                    case TRANSFER -> was.isDone() || !fails;
                    case COMPENSATE -> was.isDone() && fails;
                    case PREVIEW, VERIFY -> was.isDone();
                };
        next[at] = new Fence(subTask.epoch(), subTask.action().ordinal(), fails, isDone).packed();
        if (fails) {
            next[FAILURES_LEFT]--;
        }
        send(
                next,
                SubTaskReport.of(
                        subTask,
                        subTask.dataTypes().stream()
                                .map(type -> new DataTypeResult(
                                        type,
                                        fails ? DataTypeOutcome.FAILED : DataTypeOutcome.DONE,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Tally.ZERO,
                                        0,
                                        0,
                                        List.of(),
                                        List.of(),
                                        Optional.empty()))
                                .toList()));
        return next;
    }

    private void checkOrder(int[] state, int t, SubTask subTask) {
        var mustBeThrough =
                switch (subTask.action()) {
                    case TRANSFER -> world.plans().get(t).get(indexOf(t, subTask.dataType())).after();
                    case VERIFY -> Set.copyOf(subTask.dataTypes());
                    case PREVIEW, COMPENSATE -> Set.<DataTypeName>of();
                };
        for (var type : mustBeThrough) {
            must(
                    isThrough(state, t, subTask.epoch(), type),
                    "%s before %s is through".formatted(text(subTask), type));
        }
    }

    private int indexOf(int t, DataTypeName type) {
        for (int i = 0; i < world.plans().get(t).size(); i++) {
            if (world.plans().get(t).get(i).name().equals(type)) {
                return i;
            }
        }
        throw new IllegalStateException("No such type: " + type);
    }

    // ---------------------------------------------------------------- what a saga wants

    private int[] applied(int[] state, int t, Decided decided) {
        if (decided.saga() == state[SAGA + t] && decided.commands().isEmpty()) {
            return state;
        }
        var next = state.clone();
        next[SAGA + t] = decided.saga();
        for (var command : decided.commands()) {
            switch (command) {
                case SagaCommand.RunSubTask run -> {
                    must(
                            isAsPreviewed(next, t, run.subTask()),
                            "Transfer %d moves rows without having looked whether it is as in the preview",
                            t);
                    send(next, run.subTask());
                }
                case SagaCommand.CallTickets call -> call(next, t, call.call());
                case SagaCommand.Announce announce -> announce(next, t, announce);
                case SagaCommand.TellStatus status -> {}
                case SagaCommand.Remember remember -> {}
            }
        }
        return next;
    }

    /** What is given a preview's hash moves rows only after each data type has said the same again, in this run. */
    private boolean isAsPreviewed(int[] state, int t, SubTask subTask) {
        return subTask.action() != SubTaskAction.TRANSFER
                || world.requests().get(t).planHash().isEmpty()
                || world.plans().get(t).stream()
                        .allMatch(type -> messages.isKnown(asPreviewed(previewOf(subTask, type)))
                                && isSent(state, messages.of(asPreviewed(previewOf(subTask, type)))));
    }

    private static SubTask previewOf(SubTask subTask, PlannedType type) {
        return new SubTask(
                subTask.transferId(),
                subTask.tenant(),
                subTask.source(),
                subTask.target(),
                subTask.epoch(),
                SubTaskAction.PREVIEW,
                0,
                type.product(),
                List.of(type.name()),
                subTask.whenSourceEmpty(),
                List.of());
    }

    private void call(int[] state, int t, TicketCall call) {
        var has = hasTicket(state, t);
        if (!locksUsers(t)) {
            callForRoom(state, t, call, has);
            return;
        }
        switch (call) {
            case TAKE -> {
                must(!has, "Transfer %d takes a ticket though it has one", t);
                state[QUEUE] += state[QUEUE] == 0 ? t + 1 : 3 * (t + 1);
            }
            case RELEASE -> {
                must(has, "Transfer %d releases a ticket that it does not have", t);
                state[QUEUE] = state[QUEUE] % 3 == t + 1 ? state[QUEUE] / 3 : state[QUEUE] % 3;
                state[PARKED] &= ~(1 << t);
            }
            case PARK -> {
                must(has && (state[PARKED] >> t & 1) == 0, "Transfer %d parks without a ticket", t);
                state[PARKED] |= 1 << t;
            }
            case RESUME -> {
                must((state[PARKED] >> t & 1) == 1, "Transfer %d resumes without having parked", t);
                state[PARKED] &= ~(1 << t);
            }
        }
    }

    private void callForRoom(int[] state, int t, TicketCall call, boolean has) {
        must(call == (has ? TicketCall.RELEASE : TicketCall.TAKE), "Preview %d calls for %s", t, call);
        state[PARKED] ^= 1 << 2 + t;
    }

    private void announce(int[] state, int t, SagaCommand.Announce announce) {
        must(announce.epoch() < NO_END, "There are more epochs than the model has room for");
        var isNoEnd = announce.fact() instanceof Announcement.Failed failed
                && failed.outcome() == Announcement.FailureOutcome.NEEDS_OPERATOR;
        var bit = 1 << announce.epoch() + (isNoEnd ? NO_END : 0);
        must((state[ANNOUNCED + t] & bit) == 0, "Transfer %d is told of twice in one epoch", t);
        state[ANNOUNCED + t] |= bit;
    }

    private void send(int[] state, Object message) {
        var number = messages.of(message);
        must(number < SENT_WORDS * 32, "There are more different messages than the model has room for");
        state[SENT + number / 32] |= 1 << number % 32;
    }

    private static boolean isSent(int[] state, int message) {
        return (state[SENT + message / 32] >> message % 32 & 1) == 1;
    }

    /** The first message that was sent from this number on; -1 if there is none. */
    private static int nextSent(int[] state, int from) {
        for (int word = from / 32; word < SENT_WORDS; word++) {
            var sent = state[SENT + word] & (word == from / 32 ? -1 << from % 32 : -1);
            if (sent != 0) {
                return word * 32 + Integer.numberOfTrailingZeros(sent);
            }
        }
        return -1;
    }

    /** The times do not matter here, nor in which order it has heard what. */
    private static Saga timeless(Saga saga) {
        var run = saga.run();
        return new Saga(
                saga.request(),
                saga.plan(),
                new Run(
                        run.epoch(),
                        run.course(),
                        run.subTasks().stream()
                                .map(s -> new SubTaskState(
                                        s.status(), s.step(), timeless(s.patience()), s.overtaken(), s.result()))
                                .toList(),
                        run.verifications().stream()
                                .map(v -> new Verification(
                                        v.product(),
                                        v.round(),
                                        v.status(),
                                        timeless(v.patience()),
                                        v.lateRows(),
                                        v.overtaken()))
                                .toList(),
                        run.reasons().isEmpty() ? List.of() : List.of(run.reasons().getFirst()),
                        run.compensationRound(),
                        run.deadline().map(at -> NOW.plus(DEADLINE)),
                        run.nextCompensationAt().map(at -> NOW)),
                saga.sequence(),
                saga.heard().stream()
                        .filter(id -> HELP_OF.stream().noneMatch(help -> help.controlId().equals(id)))
                        .sorted()
                        .toList(),
                saga.ticket(),
                saga.endedAt().map(at -> NOW),
                saga.undoneFor());
    }

    private static Patience timeless(Patience patience) {
        return new Patience(0, patience.due().map(at -> NOW));
    }

    // ---------------------------------------------------------------- what must hold

    private void check(int[] from, int[] to) {
        var running = 0;
        for (int t = 0; t < 2; t++) {
            if (to[SAGA + t] == UNSEEN) {
                continue;
            }
            var saga = saga(to, t);
            var phase = saga.phase();
            must(
                    hasTicket(to, t) == (phase == Phase.QUEUED || phase.isRunning() || phase == Phase.NEEDS_OPERATOR),
                    "Transfer %d is %s, which goes ill with its ticket",
                    t,
                    phase);
            must(locksUsers(t) || isNothingDone(to, t), "Preview %d has moved rows", t);
            if (locksUsers(t) && (phase.isRunning() || phase == Phase.NEEDS_OPERATOR)) {
                running++;
                must(to[QUEUE] % 3 == t + 1, "Transfer %d is %s without being at the head", t, phase);
            }
            switch (phase) {
                case REJECTED, COMPENSATED, CANCELLED, UNDONE, PREVIEWED -> {
                    must(isNothingDone(to, t), "Transfer %d is %s, but something of it is done", t, phase);
                    must(hasEnd(to, t, saga), "Transfer %d is %s, but nobody was told", t, phase);
                }
                case COMPLETED -> {
                    must(isVerified(to, t, saga), "Transfer %d is completed without having been verified", t);
                    must(isEverythingDone(to, t), "Transfer %d is completed, but something of it is not done", t);
                    must(hasEnd(to, t, saga), "Transfer %d is completed, but nobody was told", t);
                }
                case NEEDS_OPERATOR -> must(hasEnd(to, t, saga), "Transfer %d needs an operator in silence", t);
                case UNDOING ->
                    must(
                            from[SAGA + t] != UNSEEN && saga(from, t).phase() == Phase.UNDOING
                                    || from[SAGA + t] != UNSEEN && saga(from, t).phase() == Phase.NEEDS_OPERATOR
                                    || laterTransfer(from, t).isEmpty(),
                            "Transfer %d is undone though the other has moved the data on",
                            t);
                case SCHEDULED, CHECKING, PREVIEWING ->
                    must(isNothingDone(to, t), "Transfer %d is %s, but something of it is done", t, phase);
                case ACCEPTED -> must(isQuiet(to, t), "Transfer %d is accepted, but its rows may still move", t);
                case QUEUED, TRANSFERRING, VERIFYING, COMPENSATING -> {}
            }
        }
        must(running < 2, "Both transfers run, and bob is in both");
    }

    private boolean hasEnd(int[] state, int t, Saga saga) {
        var bit = saga.epoch() + (saga.phase() == Phase.NEEDS_OPERATOR ? NO_END : 0);
        return (state[ANNOUNCED + t] >> bit & 1) == 1;
    }

    /** Whatever was sent and is delivered now, nobody acts on it. */
    private boolean isQuiet(int[] state, int t) {
        for (int m = nextSent(state, 0); m >= 0; m = nextSent(state, m + 1)) {
            if (messages.get(m) instanceof SubTask subTask
                    && number(subTask.transferId()) == t
                    && subTask.action() != SubTaskAction.PREVIEW
                    && !subTask.isFirstLook()
                    && isNew(state, subTask)) {
                return false;
            }
        }
        return true;
    }

    private boolean isNothingDone(int[] state, int t) {
        for (int i = 0; i < world.plans().get(t).size(); i++) {
            if (Fence.of(state[FENCES + t * FENCES_EACH + i]).isDone()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVerified(int[] state, int t, Saga saga) {
        return Fence.of(state[FENCES + t * FENCES_EACH + FENCES_EACH - 1]).epoch() == saga.epoch();
    }

    private boolean isEverythingDone(int[] state, int t) {
        for (int i = 0; i < world.plans().get(t).size(); i++) {
            if (!Fence.of(state[FENCES + t * FENCES_EACH + i]).isDone()) {
                return false;
            }
        }
        return true;
    }

    private static void must(boolean holds, String message, Object... args) {
        if (!holds) {
            throw new Broken(message.formatted(args));
        }
    }

    /** A state from which no end can be reached any more. */
    private Optional<Violation> stuck() {
        var sources = new ArrayList<List<Integer>>();
        states.forEach(state -> sources.add(new ArrayList<>()));
        for (int n = 0; n < states.size(); n++) {
            for (int to : after.get(n)) {
                sources.get(to).add(n);
            }
        }
        var canEnd = new boolean[states.size()];
        var queue = new ArrayDeque<Integer>();
        for (int n = 0; n < states.size(); n++) {
            if (isEnd(states.get(n).data())) {
                canEnd[n] = true;
                queue.add(n);
            }
        }
        while (!queue.isEmpty()) {
            for (int source : sources.get(queue.remove())) {
                if (!canEnd[source]) {
                    canEnd[source] = true;
                    queue.add(source);
                }
            }
        }
        for (int n = 0; n < canEnd.length; n++) {
            if (!canEnd[n]) {
                return Optional.of(new Violation("No end can be reached from here", trace(n, "…")));
            }
        }
        return Optional.empty();
    }

    private boolean isEnd(int[] state) {
        for (int t = 0; t < 2; t++) {
            if (state[SAGA + t] == UNSEEN || !saga(state, t).phase().isEnd()) {
                return false;
            }
        }
        return true;
    }

    // ---------------------------------------------------------------- names

    private Saga saga(int[] state, int t) {
        return sagas.get(state[SAGA + t]);
    }

    private static int number(TransferId id) {
        return (int) id.value().getLeastSignificantBits();
    }

    private static TransferControl control(int t, ControlAction action, int n) {
        return new TransferControl(
                new UUID(1 + action.ordinal(), t * 2L + n),
                new TransferId(new UUID(0, t)),
                action,
                "olga",
                NOW,
                List.of(),
                Optional.empty());
    }

    private static String text(SubTask subTask) {
        return "%s %s of %d, epoch %d"
                .formatted(subTask.action(), subTask.dataTypes(), number(subTask.transferId()), subTask.epoch());
    }

    private static String text(SubTaskReport report) {
        return "%s %s of %d, epoch %d"
                .formatted(
                        report.action(),
                        report.results().stream()
                                .map(r -> r.dataType() + " " + r.outcome())
                                .toList(),
                        number(report.transferId()),
                        report.epoch());
    }
}
