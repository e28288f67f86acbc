package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * What a worker's report changes: only what was asked in this epoch, in this direction, and not answered yet, also
 * where an operator is needed by now. One of an earlier epoch says at most that its command will do nothing more.
 */
final class Reports {

    private Reports() {}

    static Transition on(Saga saga, SubTaskReport report, Moment moment) {
        if (report.epoch() < saga.epoch()) {
            return Transition.to(Unanswered.without(saga, report));
        }
        if (report.epoch() > saga.epoch() || !isAwaited(saga.run().course(), report.action())) {
            return Transition.to(saga);
        }
        var applied =
                switch (report.action()) {
                    case PREVIEW, TRANSFER, COMPENSATE -> subTask(saga, report, moment);
                    case VERIFY -> verified(saga, report, moment);
                };
        return applied == saga
                ? Transition.to(saga)
                : Conclusion.of(saga, applied, Why.itself(Cause.REPORTED), moment);
    }

    private static boolean isAwaited(Course course, SubTaskAction action) {
        return switch (action) {
            case PREVIEW -> course == Course.PREVIEWING || course == Course.CHECKING;
            case TRANSFER, VERIFY -> course == Course.FORWARD || course == Course.HALTED;
            case COMPENSATE -> course.isBack();
        };
    }

    /** Nothing is asked again then, so that what was held can only be heard of by what a repeat of its command does. */
    private static boolean isHalted(Saga saga) {
        return saga.run().course() == Course.HALTED;
    }

    private static Saga subTask(Saga saga, SubTaskReport report, Moment moment) {
        var next = saga;
        for (var result : report.results()) {
            next = subTask(next, report, result, moment);
        }
        return next;
    }

    private static Saga subTask(Saga saga, SubTaskReport report, DataTypeResult result, Moment moment) {
        var planned = saga.plannedSubTask(result.dataType());
        if (planned.isEmpty()) {
            return saga;
        }
        var state = planned.get().state();
        var isAwaited = isHalted(saga) ? state.mayStillRun() : state.status().isOpen();
        if (!isAwaited || report.step() < state.step()) {
            return saga;
        }
        var next = report.action() == SubTaskAction.COMPENSATE
                ? state.backward(result, report.step(), moment)
                : state.forward(result, report.step(), moment);
        return next == state ? saga : saga.with(planned.get().with(next));
    }

    private static Saga verified(Saga saga, SubTaskReport report, Moment moment) {
        for (var verification : saga.run().verifications()) {
            if (verification.product().equals(report.product())
                    && verification.step() == report.step()
                    && (isHalted(saga) ? verification.mayStillRun() : verification.status().isOpen())) {
                return verified(saga, verification, report.results(), moment);
            }
        }
        return saga;
    }

    private static Saga verified(
            Saga saga, Verification verification, List<DataTypeResult> results, Moment moment) {
        if (has(results, DataTypeOutcome.HELD)) {
            var held = verification.held();
            return held.equals(verification) ? saga : saga.with(saga.run().withVerification(held));
        }
        if (has(results, DataTypeOutcome.FAILED)) {
            return found(saga, verification.failed(), results);
        }
        if (has(results, DataTypeOutcome.DEFERRED)) {
            var deferred = verification.deferred(moment);
            return deferred == verification ? saga : saga.with(saga.run().withVerification(deferred));
        }
        if (has(results, DataTypeOutcome.IN_PROGRESS)) {
            return saga.with(saga.run().withVerification(verification.asked(moment)));
        }
        var late = results.stream().mapToLong(result -> result.tally().moved()).sum();
        var countsUntil =
                saga.run().isAllThrough() ? Optional.<Instant>empty() : Optional.of(moment.nextAsk());
        return found(saga, verification.found(late, countsUntil), results);
    }

    private static Saga found(Saga saga, Verification verification, List<DataTypeResult> results) {
        var next = saga.with(saga.run().withVerification(verification));
        for (var result : results) {
            var planned = next.plannedSubTask(result.dataType());
            if (planned.isPresent() && planned.get().status() == SubTaskStatus.DONE) {
                next = next.with(planned.get().with(planned.get().state().verified(result)));
            }
        }
        return next;
    }

    private static boolean has(List<DataTypeResult> results, DataTypeOutcome outcome) {
        return results.stream().anyMatch(result -> result.outcome() == outcome);
    }
}
