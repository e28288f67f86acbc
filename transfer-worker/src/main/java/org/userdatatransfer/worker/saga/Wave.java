package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;

/**
 * What a run forward asks for next. Data types that wait only for others of their product go together with these, and
 * VERIFY goes behind the last of its product: the worker does them in their order, in one transaction if it can. A
 * sub-task that arrives before its predecessors are done is answered HELD and sent again when they are.
 *
 * <p>VERIFY does not wait until the data types of all products are through: it looks at one product only, and a round of
 * its own would cost a small transfer a third more time.
 */
final class Wave {

    private final Saga saga;
    private final List<SubTaskState> states;
    private final Order order;
    private final Moment moment;

    private Wave(Saga saga, Moment moment) {
        this.saga = saga;
        this.states = saga.run().subTasks();
        this.order = Order.of(saga.plan());
        this.moment = moment;
    }

    static Transition next(Saga saga, Moment moment) {
        if (saga.run().isAllThrough()) {
            return lastVerifications(saga, moment);
        }
        var useful = withoutUselessVerifications(saga);
        return useful.run().has(SubTaskStatus.WAITING) || useful.run().has(SubTaskStatus.HELD)
                ? new Wave(useful, moment).ask()
                : Transition.to(useful);
    }

    /** Where it has turned out that no rows are moved, there is nothing to search. */
    private static Saga withoutUselessVerifications(Saga saga) {
        var commands = new SubTaskCommands(saga);
        return saga.with(saga.run().withVerifications(saga.run().verifications().stream()
                .filter(verification -> commands.isToBeVerified(verification.product()))
                .toList()));
    }

    private Transition ask() {
        var commands = new SubTaskCommands(saga);
        var next = new ArrayList<>(states);
        var subTasks = new ArrayList<SubTask>();
        for (var planned : saga.plannedSubTasks()) {
            if (mayGo(planned)) {
                next.set(planned.index(), planned.state().asked(moment));
                subTasks.add(commands.transfer(planned, order));
            }
        }
        var asked = saga.with(saga.run().withSubTasks(next));
        return subTasks.isEmpty()
                ? Transition.to(saga)
                : Transition.asking(asked, subTasks).followedBy(verificationsBehind(asked, moment));
    }

    private boolean mayGo(PlannedSubTask planned) {
        var index = planned.index();
        return planned.status() == SubTaskStatus.WAITING
                        && order.allBefore(index).allMatch(before -> isThrough(before) || goesWith(before, planned))
                || planned.status() == SubTaskStatus.HELD && order.allBefore(index).allMatch(this::isThrough);
    }

    private boolean isThrough(int index) {
        return states.get(index).status().isThrough();
    }

    private boolean goesWith(int before, PlannedSubTask planned) {
        return states.get(before).status() == SubTaskStatus.WAITING
                && saga.plan().get(before).product().equals(planned.product());
    }

    /** One for each product whose data types have all been asked for now, and none was before. */
    private static Transition verificationsBehind(Saga saga, Moment moment) {
        var commands = new SubTaskCommands(saga);
        var verifications = new ArrayList<>(saga.run().verifications());
        var subTasks = new ArrayList<SubTask>();
        var notAsked = productsOf(saga, EnumSet.of(SubTaskStatus.WAITING, SubTaskStatus.HELD));
        for (var product : productsOf(saga, EnumSet.of(SubTaskStatus.REQUESTED))) {
            if (verification(saga, product).isEmpty() && !notAsked.contains(product)) {
                var asked = Verification.first(product).asked(moment);
                verifications.add(asked);
                subTasks.add(commands.verify(asked));
            }
        }
        return Transition.asking(saga.with(saga.run().withVerifications(verifications)), subTasks);
    }

    /** Where all data types are through: what has not been searched for late rows, or too long ago. */
    private static Transition lastVerifications(Saga saga, Moment moment) {
        var commands = new SubTaskCommands(saga);
        var verifications = new ArrayList<Verification>();
        var subTasks = new ArrayList<SubTask>();
        for (var product : productsOf(saga, EnumSet.of(SubTaskStatus.DONE))) {
            var known = verification(saga, product).orElseGet(() -> Verification.first(product));
            var current = known.isOutdatedAt(moment.now()) ? known.anotherRound(0) : known;
            if (current.status() == SubTaskStatus.WAITING) {
                current = current.asked(moment);
                subTasks.add(commands.verify(current));
            }
            verifications.add(current);
        }
        return Transition.asking(saga.with(saga.run().withVerifications(verifications)), subTasks);
    }

    private static Optional<Verification> verification(Saga saga, Product product) {
        return saga.run().verifications().stream()
                .filter(v -> v.product().equals(product))
                .findFirst();
    }

    private static SortedSet<Product> productsOf(Saga saga, Set<SubTaskStatus> statuses) {
        return saga.plannedSubTasks().stream()
                .filter(planned -> statuses.contains(planned.status()))
                .map(PlannedSubTask::product)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
