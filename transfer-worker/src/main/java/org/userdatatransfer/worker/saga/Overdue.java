package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** What falls due with time: an effective date, a deadline, another round, a silent sub-task. */
final class Overdue {

    private Overdue() {}

    static Transition on(Saga saga, Moment moment) {
        if (saga.dueAt().filter(at -> !at.isAfter(moment.now())).isEmpty()) {
            return Transition.to(saga);
        }
        if (saga.run().course() == Course.SCHEDULED) {
            return Conclusion.of(
                    saga, saga.with(saga.run().withCourse(Course.QUEUED)), Why.itself(Cause.DUE), moment);
        }
        if (isOver(saga.run().deadline(), moment)) {
            return deadline(saga, moment);
        }
        if (isOver(saga.run().nextCompensationAt(), moment)) {
            var again = saga.with(saga.run().compensateAgain(saga.run().compensationRound() + 1, moment));
            return Conclusion.of(saga, again, Why.itself(Cause.ASKED_AGAIN), moment);
        }
        return Conclusion.of(saga, askAgain(saga, moment), Why.itself(Cause.ASKED_AGAIN), moment);
    }

    private static boolean isOver(Optional<Instant> time, Moment moment) {
        return time.filter(at -> !at.isAfter(moment.now())).isPresent();
    }

    private static Transition deadline(Saga saga, Moment moment) {
        var reasons = List.of(Reasons.deadline(saga));
        var run =
                switch (saga.run().course()) {
                    case PREVIEWING, CHECKING -> saga.run().ended(Course.REJECTED, reasons);
                    case FORWARD ->
                        switch (moment.policy().whenOverdue()) {
                            case COMPENSATE -> saga.run().compensate(Course.BACK_AFTER_FAILURE, reasons, moment);
                            case NEEDS_OPERATOR -> saga.run().ended(Course.HALTED, reasons);
                        };
                    case BACK_AFTER_FAILURE, BACK_AFTER_CANCEL, BACK_FOR_UNDO -> saga.run().withoutDeadline();
                    case SCHEDULED, QUEUED, QUEUED_FOR_UNDO, HALTED, REJECTED, CANCELLED, ACCEPTED ->
                        throw new IllegalStateException("Transfer %s has a deadline though it is %s"
                                .formatted(saga.id(), saga.phase()));
                };
        return Conclusion.of(saga, saga.with(run), Why.itself(Cause.DEADLINE), moment);
    }

    private static Transition askAgain(Saga saga, Moment moment) {
        var commands = new SubTaskCommands(saga);
        var subTasks = new ArrayList<SubTask>();
        var action = action(saga.run().course());
        var order = Order.of(saga.plan());
        var run = saga.run();
        for (var planned : saga.plannedSubTasks()) {
            if (planned.state().isDueAt(moment.now())) {
                run = run.withSubTask(planned.index(), planned.state().askedAgain(moment));
                subTasks.add(
                        action == SubTaskAction.TRANSFER
                                ? commands.transfer(planned, order)
                                : commands.of(planned, action));
            }
        }
        for (var verification : run.verifications()) {
            if (verification.isDueAt(moment.now())) {
                run = run.withVerification(verification.askedAgain(moment));
                subTasks.add(commands.verify(verification));
            }
        }
        return Transition.asking(saga.with(run), subTasks);
    }

    private static SubTaskAction action(Course course) {
        return switch (course) {
            case PREVIEWING, CHECKING -> SubTaskAction.PREVIEW;
            case FORWARD -> SubTaskAction.TRANSFER;
            case BACK_AFTER_FAILURE, BACK_AFTER_CANCEL, BACK_FOR_UNDO -> SubTaskAction.COMPENSATE;
            case SCHEDULED, QUEUED, QUEUED_FOR_UNDO, HALTED, REJECTED, CANCELLED, ACCEPTED ->
                throw new IllegalStateException("Nothing is asked of workers while " + course);
        };
    }
}
