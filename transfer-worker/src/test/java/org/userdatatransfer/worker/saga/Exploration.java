package org.userdatatransfer.worker.saga;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * Every state that the two transfers of a {@link World} can reach, ann to bob and bob to cid, with their workers.
 *
 * <p>A message stays where it was sent and can be delivered at any time: duplicates, late and stale ones in one. How
 * often somebody fails or an operator speaks in all is limited, so that there is an end.
 */
final class Exploration {

    /** A promise that was broken, and how it came about. */
    record Violation(String what, List<String> trace) {

        @Override
        public String toString() {
            return what + "\n  " + String.join("\n  ", trace);
        }
    }

    record Outcome(int states, Set<Phase> phases, Optional<Violation> violation) {}

    private static final int NONE = -1;

    private final Model model;
    private final ModelFences fences;
    private final ModelCoordinator coordinator;
    private final ModelWorkers workers;
    private final ModelPromises promises;
    private final ModelState initial;
    private final int maxStates;

    // By the number of a state, in the order in which they were found.
    private final List<ModelState> states = new ArrayList<>();
    private final List<Integer> before = new ArrayList<>();
    private final List<Supplier<String>> how = new ArrayList<>();
    private final List<int[]> after = new ArrayList<>();

    private final Map<ModelState, Integer> known = new HashMap<>();
    private final Set<Phase> phases = new TreeSet<>();

    Exploration(Core core, World world, int controls, int failures, int maxStates) {
        this.model = new Model(core, world);
        this.fences = new ModelFences(model);
        this.coordinator = new ModelCoordinator(model);
        this.workers = new ModelWorkers(model, fences);
        this.promises = new ModelPromises(model, fences);
        this.initial = ModelState.initial(controls, failures);
        this.maxStates = maxStates;
    }

    /** Breadth first, so that the trace of a violation is a shortest one. */
    Outcome explore() {
        add(initial, NONE, () -> "nothing has happened");
        for (int number = 0; number < states.size(); number++) {
            var from = states.get(number);
            var next = new ArrayList<Integer>();
            for (var step : steps(from)) {
                ModelState to;
                try {
                    to = step.take();
                    promises.check(from, to);
                    to = withoutDeadMessages(to);
                } catch (BrokenPromise | IllegalStateException e) {
                    return outcome(Optional.of(new Violation(
                            String.valueOf(e.getMessage()), trace(number, step.name().get()))));
                }
                if (!from.equals(to)) {
                    var old = known.get(to);
                    next.add(old == null ? add(to, number, step.name()) : old);
                }
            }
            after.set(number, next.stream().mapToInt(Integer::intValue).toArray());
        }
        return outcome(stuck());
    }

    private Outcome outcome(Optional<Violation> violation) {
        return new Outcome(states.size(), phases, violation);
    }

    private int add(ModelState state, int parent, Supplier<String> name) {
        if (states.size() == maxStates) {
            throw new AssertionError("There are more than %d states".formatted(maxStates));
        }
        var number = states.size();
        states.add(state);
        known.put(state, number);
        before.add(parent);
        how.add(name);
        after.add(new int[0]);
        for (int transfer = 0; transfer < ModelState.TRANSFERS; transfer++) {
            if (state.isRequested(transfer)) {
                phases.add(model.saga(state, transfer).phase());
            }
        }
        return number;
    }

    private List<String> trace(int number, String last) {
        var trace = new ArrayList<String>();
        trace.add(last);
        for (int n = number; n != NONE; n = before.get(n)) {
            trace.add(how.get(n).get());
        }
        return trace.reversed();
    }

    private List<ModelStep> steps(ModelState state) {
        var steps = new ArrayList<ModelStep>();
        for (int transfer = 0; transfer < ModelState.TRANSFERS; transfer++) {
            coordinator.addSteps(steps, state, transfer);
        }
        for (int m = state.nextSent(0); m >= 0; m = state.nextSent(m + 1)) {
            switch (model.message(m)) {
                case SubTask subTask -> workers.addSteps(steps, state, subTask);
                case SubTaskReport report -> coordinator.addSteps(steps, state, report);
                default -> throw new AssertionError("Nobody reads such messages");
            }
        }
        return steps;
    }

    /**
     * Without messages that nobody can obey any more, whatever comes: commands that the fence has seen, or that have
     * been asked again without anything to wait for, and reports of an older epoch that nobody waits for. With them
     * states would differ, and be the same.
     */
    private ModelState withoutDeadMessages(ModelState state) {
        var next = state.copy();
        for (int m = state.nextSent(0); m >= 0; m = state.nextSent(m + 1)) {
            var isDead =
                    switch (model.message(m)) {
                        case SubTask subTask -> isDead(state, subTask);
                        case SubTaskReport report -> isDead(state, report);
                        default -> throw new AssertionError("Nobody reads such messages");
                    };
            if (isDead) {
                next.forget(m);
            }
        }
        return next;
    }

    private boolean isDead(ModelState state, SubTask subTask) {
        return subTask.action() != SubTaskAction.PREVIEW
                && (!fences.isNew(state, subTask)
                        || !subTask.after().isEmpty() && model.isSent(state, subTask.atStep(subTask.step())));
    }

    private boolean isDead(ModelState state, SubTaskReport report) {
        var transfer = Model.number(report.transferId());
        return report.epoch() < model.saga(state, transfer).epoch()
                && coordinator.isNothingNew(state, transfer, new SagaEvent.Reported(report));
    }

    /** A state from which no end can be reached any more. */
    private Optional<Violation> stuck() {
        var sources = new ArrayList<List<Integer>>();
        states.forEach(state -> sources.add(new ArrayList<>()));
        var canEnd = new boolean[states.size()];
        var queue = new ArrayDeque<Integer>();
        for (int n = 0; n < states.size(); n++) {
            for (int to : after.get(n)) {
                sources.get(to).add(n);
            }
            if (isEnd(states.get(n))) {
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

    private boolean isEnd(ModelState state) {
        for (int transfer = 0; transfer < ModelState.TRANSFERS; transfer++) {
            if (!state.isRequested(transfer)
                    || !model.saga(state, transfer).phase().isEnd()) {
                return false;
            }
        }
        return true;
    }
}
