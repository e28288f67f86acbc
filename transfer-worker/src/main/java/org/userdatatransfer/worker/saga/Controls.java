package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;

/** What an operator's word changes; a word counts once, and where it makes no sense it is refused with the reason. */
final class Controls {

    private Controls() {}

    static Transition on(Saga saga, SagaEvent.Controlled controlled, Moment moment) {
        var control = controlled.control();
        if (saga.hasHeard(control.controlId())) {
            return Transition.to(saga);
        }
        var listening = saga.hearing(control.controlId());
        return switch (control.action()) {
            case CANCEL -> cancel(listening, control, moment);
            case REPLAY -> replay(listening, control, moment);
            case UNDO -> undo(listening, control, controlled.movedOnBy(), moment);
            case ACCEPT -> accept(listening, control, moment);
        };
    }

    private static Transition cancel(Saga saga, TransferControl control, Moment moment) {
        var reasons = List.of(Reasons.cancelled(control));
        var run = saga.run();
        return switch (run.course()) {
            case SCHEDULED, QUEUED, PREVIEWING, CHECKING ->
                saga.phase().isEnd()
                        ? refuse(saga, Cause.CANCEL_REFUSED, control, "it has ended as " + saga.phase(), moment)
                        : follow(saga, run.ended(Course.CANCELLED, reasons), Cause.CANCEL, control, moment);
            case QUEUED_FOR_UNDO -> follow(saga, run.withCourse(Course.FORWARD), Cause.CANCEL, control, moment);
            case FORWARD ->
                saga.phase().isEnd()
                        ? refuse(saga, Cause.CANCEL_REFUSED, control, "it is completed; UNDO takes it back", moment)
                        : follow(
                                saga,
                                run.turnBack(Course.BACK_AFTER_CANCEL, reasons, moment),
                                Cause.CANCEL,
                                control,
                                moment);
            case BACK_AFTER_FAILURE, BACK_AFTER_CANCEL, BACK_FOR_UNDO, HALTED, REJECTED, CANCELLED, ACCEPTED ->
                refuse(saga, Cause.CANCEL_REFUSED, control, whyNotCancelled(saga), moment);
        };
    }

    private static String whyNotCancelled(Saga saga) {
        if (saga.phase().isRunning()) {
            return "it is being taken back already";
        }
        return saga.phase() == Phase.NEEDS_OPERATOR
                ? "it needs REPLAY, to try again to take it back, or ACCEPT"
                : "it has ended as " + saga.phase();
    }

    private static Transition replay(Saga saga, TransferControl control, Moment moment) {
        return switch (saga.phase()) {
            case COMPENSATED -> runAgain(saga, control, moment);
            case REJECTED ->
                saga.plan().isEmpty()
                        ? refuse(
                                saga,
                                Cause.REPLAY_REFUSED,
                                control,
                                "the request itself is wrong; correct it and use a new id",
                                moment)
                        : runAgain(saga, control, moment);
            case NEEDS_OPERATOR -> follow(saga, backAgain(saga, moment), Cause.REPLAY, control, moment);
            case SCHEDULED, QUEUED, CHECKING, PREVIEWING, TRANSFERRING, VERIFYING, COMPENSATING, UNDOING ->
                refuse(saga, Cause.REPLAY_REFUSED, control, "it has not ended, it is " + saga.phase(), moment);
            case PREVIEWED, COMPLETED, CANCELLED, ACCEPTED, UNDONE ->
                refuse(
                        saga,
                        Cause.REPLAY_REFUSED,
                        control,
                        "it has ended for good as " + saga.phase() + "; request it anew under a new id",
                        moment);
        };
    }

    private static Run backAgain(Saga saga, Moment moment) {
        return saga.run().course() == Course.HALTED
                ? saga.run().turnBack(Course.BACK_AFTER_FAILURE, saga.run().reasons(), moment)
                : saga.run().tryBackAgain(1, moment);
    }

    private static Transition runAgain(Saga saga, TransferControl control, Moment moment) {
        var named = new HashSet<>(control.dataTypes());
        var wrong = wrongTypes(saga, named);
        if (wrong.isPresent()) {
            return refuse(saga, Cause.REPLAY_REFUSED, control, wrong.get(), moment);
        }
        var states = new ArrayList<SubTaskState>();
        for (var type : saga.plan()) {
            states.add(
                    named.isEmpty() || named.contains(type.name())
                            ? SubTaskState.FRESH
                            : SubTaskState.notReplayed(type.name()));
        }
        return follow(saga, Run.waiting(saga.epoch() + 1, Course.QUEUED, states), Cause.REPLAY, control, moment);
    }

    /** Every named type must be one of the transfer's, and a group is replayed whole. */
    private static Optional<String> wrongTypes(Saga saga, Set<DataTypeName> named) {
        var unknown = new HashSet<>(named);
        saga.plan().forEach(type -> unknown.remove(type.name()));
        if (!unknown.isEmpty()) {
            return Optional.of("data type %s is none of it"
                    .formatted(unknown.stream().sorted().findFirst().get()));
        }
        for (var type : saga.plan()) {
            for (var other : saga.plan()) {
                if (named.contains(type.name())
                        && type.group().equals(other.group())
                        && !named.contains(other.name())) {
                    return Optional.of(
                            "data type %s is replayed only together with %s".formatted(type.name(), other.name()));
                }
            }
        }
        return Optional.empty();
    }

    private static Transition undo(
            Saga saga, TransferControl control, Optional<TransferId> movedOnBy, Moment moment) {
        if (saga.phase() != Phase.COMPLETED) {
            return refuse(
                    saga, Cause.UNDO_REFUSED, control, "it is not completed, it is " + saga.phase(), moment);
        }
        if (isWindowOver(saga, moment)) {
            return refuse(
                    saga,
                    Cause.UNDO_REFUSED,
                    control,
                    "its undo window of %d hours (coordination.undo-window) is over"
                            .formatted(moment.policy().undoWindow().toHours()),
                    moment);
        }
        if (movedOnBy.isPresent()) {
            var why = Why.refused(Cause.UNDO_REFUSED, control, movedOn(saga, movedOnBy.get()));
            return Conclusion.of(saga, saga, why, moment);
        }
        return follow(
                saga.withUndoneFor(control.requestedBy()),
                saga.run().withCourse(Course.QUEUED_FOR_UNDO),
                Cause.UNDO,
                control,
                moment);
    }

    private static boolean isWindowOver(Saga saga, Moment moment) {
        return saga.endedAt()
                .filter(at -> at.plus(moment.policy().undoWindow()).isBefore(moment.now()))
                .isPresent();
    }

    static String movedOn(Saga saga, TransferId later) {
        return "UNDO of transfer %s is refused: transfer %s came later and has moved its users' data on. Undo that first."
                .formatted(saga.id(), later);
    }

    private static Transition accept(Saga saga, TransferControl control, Moment moment) {
        if (saga.phase() != Phase.NEEDS_OPERATOR) {
            return refuse(
                    saga, Cause.ACCEPT_REFUSED, control, "it needs no operator, it is " + saga.phase(), moment);
        }
        var unanswered = saga.unanswered();
        return unanswered.isEmpty()
                ? follow(
                        saga,
                        saga.run().ended(Course.ACCEPTED, saga.run().reasons()),
                        Cause.ACCEPT,
                        control,
                        moment)
                : refuse(
                        saga,
                        Cause.ACCEPT_REFUSED,
                        control,
                        "rows of it may still move, for no answer has come for %s; wait for it, as GET /transfers/%s shows, or REPLAY to take everything back"
                                .formatted(String.join(", ", unanswered), saga.id()),
                        moment);
    }

    private static Transition follow(Saga saga, Run run, Cause cause, TransferControl control, Moment moment) {
        return Conclusion.of(saga, saga.with(run), Why.asked(cause, control), moment);
    }

    private static Transition refuse(
            Saga saga, Cause cause, TransferControl control, String because, Moment moment) {
        var message = "%s of transfer %s is refused: %s.".formatted(control.action(), saga.id(), because);
        return Conclusion.of(saga, saga, Why.refused(cause, control, message), moment);
    }
}
