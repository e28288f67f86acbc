package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.function.IntPredicate;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** What a saga does next, once everything that happened has been applied to it. */
final class NextStep {

    private NextStep() {}

    static Transition after(Saga saga, Moment moment) {
        return switch (saga.run().course()) {
            case PREVIEWING -> ask(saga, SubTaskAction.PREVIEW, i -> true, moment);
            case CHECKING -> check(saga, moment);
            case FORWARD -> forward(saga, moment);
            case BACK_AFTER_FAILURE, BACK_AFTER_CANCEL, BACK_FOR_UNDO ->
                saga.run().deadline().isPresent() ? back(saga, moment) : Transition.to(saga);
            case SCHEDULED, QUEUED, QUEUED_FOR_UNDO, HALTED, REJECTED, CANCELLED, ACCEPTED -> Transition.to(saga);
        };
    }

    private static Transition check(Saga saga, Moment moment) {
        if (!saga.run().isAllSettled()) {
            return ask(saga, SubTaskAction.PREVIEW, i -> true, moment);
        }
        if (saga.run().hasFailed()) {
            return Transition.to(saga.with(saga.run().ended(Course.REJECTED, Reasons.failures(saga))));
        }
        var reasons = PlanHash.drift(saga.request().planHash().orElse(""), saga.results()).stream()
                .filter(name -> !isLeftOutOfAReplay(saga, name))
                .map(name -> Reasons.drifted(name, saga.results()))
                .toList();
        if (!reasons.isEmpty()) {
            return Transition.to(saga.with(saga.run().ended(Course.REJECTED, reasons)));
        }
        var run = saga.run()
                .withCourse(Course.FORWARD)
                .withEachSubTask(s -> s.status() == SubTaskStatus.EXCLUDED ? s : SubTaskState.FRESH);
        return forward(saga.with(run), moment);
    }

    private static boolean isLeftOutOfAReplay(Saga saga, DataTypeName name) {
        return saga.plannedSubTask(name).filter(planned -> planned.state().isNotReplayed()).isPresent();
    }

    private static Transition forward(Saga saga, Moment moment) {
        if (saga.run().hasFailed()) {
            var run = saga.run().compensate(Course.BACK_AFTER_FAILURE, Reasons.failures(saga), moment);
            return back(saga.with(run), moment);
        }
        return Wave.next(saga, moment);
    }

    private static Transition back(Saga saga, Moment moment) {
        var states = saga.run().subTasks();
        var order = Order.of(saga.plan());
        var asked = ask(
                saga,
                SubTaskAction.COMPENSATE,
                i -> order.allBehind(i).allMatch(behind -> states.get(behind).status().isRestored()),
                moment);
        var run = asked.saga().run();
        var mayTryAgain = run.has(SubTaskStatus.UNRESTORED)
                && !run.isOpen()
                && run.nextCompensationAt().isEmpty()
                && run.compensationRound() < moment.policy().compensationRounds();
        return mayTryAgain
                ? Transition.to(saga.with(
                        run.withNextCompensationAt(moment.now().plus(moment.policy().compensationPause()))))
                : asked;
    }

    private static Transition ask(Saga saga, SubTaskAction action, IntPredicate mayGo, Moment moment) {
        var waiting = action == SubTaskAction.COMPENSATE ? SubTaskStatus.TO_COMPENSATE : SubTaskStatus.WAITING;
        var commands = new SubTaskCommands(saga);
        var states = new ArrayList<>(saga.run().subTasks());
        var subTasks = new ArrayList<SubTask>();
        for (var planned : saga.plannedSubTasks()) {
            if (planned.status() == waiting && mayGo.test(planned.index())) {
                states.set(planned.index(), planned.state().asked(moment));
                subTasks.add(commands.of(planned, action));
            }
        }
        return subTasks.isEmpty()
                ? Transition.to(saga)
                : Transition.asking(saga.with(saga.run().withSubTasks(states)), subTasks);
    }
}
