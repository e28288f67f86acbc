package org.userdatatransfer.worker.saga;

import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.UserCheck;

/** What a saga does when it is its turn for both of its users. */
final class Start {

    private Start() {}

    static Transition on(Saga saga, SagaEvent.Started started, Moment moment) {
        return switch (saga.run().course()) {
            case QUEUED -> run(saga, started, moment);
            case QUEUED_FOR_UNDO -> undo(saga, started, moment);
            case SCHEDULED,
                    PREVIEWING,
                    CHECKING,
                    FORWARD,
                    BACK_AFTER_FAILURE,
                    BACK_AFTER_CANCEL,
                    BACK_FOR_UNDO,
                    HALTED,
                    REJECTED,
                    CANCELLED,
                    ACCEPTED -> Transition.to(saga);
        };
    }

    private static Transition run(Saga saga, SagaEvent.Started started, Moment moment) {
        var check = started.check();
        var run = check.rejections().isEmpty()
                ? saga.run()
                        .started(
                                course(saga),
                                states(saga, check),
                                moment.now().plus(moment.policy().transferDeadline()))
                : saga.run().ended(Course.REJECTED, check.rejections());
        return Conclusion.of(saga, saga.with(run).withTicket(started.ticket()), Why.itself(Cause.STARTED), moment);
    }

    private static Course course(Saga saga) {
        if (saga.request().mode() == TransferMode.PREVIEW) {
            return Course.PREVIEWING;
        }
        return saga.request().planHash().isPresent() ? Course.CHECKING : Course.FORWARD;
    }

    /** What is in no product that takes part is left out; so is what a replay did not name. */
    private static List<SubTaskState> states(Saga saga, UserCheck check) {
        return saga.plannedSubTasks().stream()
                .map(planned -> planned.status() == SubTaskStatus.WAITING
                                && !check.products().contains(planned.product())
                        ? SubTaskState.excluded(DataTypeResult.skipped(
                                planned.name(),
                                ReasonCode.NOT_IN_PRODUCT,
                                "Product %s has nothing of user %s that could be moved."
                                        .formatted(planned.product(), saga.request().source())))
                        : planned.state())
                .toList();
    }

    /** What has changed since the undo was asked for, while it was waiting, is looked at once more. */
    private static Transition undo(Saga saga, SagaEvent.Started started, Moment moment) {
        if (started.laterTransfer().isPresent()) {
            var because = UndoControl.whyNotBefore(started.laterTransfer().get());
            var why = new Why(
                    Cause.UNDO_REFUSED,
                    saga.undoneFor(),
                    Optional.of(HeardControl.refusal(ControlAction.UNDO, saga, because)));
            return Conclusion.of(saga, saga.with(saga.run().withCourse(Course.FORWARD)), why, moment);
        }
        var run = saga.run().compensate(Course.BACK_FOR_UNDO, List.of(), moment);
        return Conclusion.of(saga, saga.with(run), Why.itself(Cause.STARTED), moment);
    }
}
