package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;

/**
 * What becomes of a request: the first of its id makes a saga, the same again changes nothing, another is turned down.
 */
final class Intake {

    private static final int FIRST_EPOCH = 1;

    private Intake() {}

    static Transition first(
            TransferRequest request, TransferPlan plan, Optional<TransferControl> earlyCancel, Instant now) {
        var why = earlyCancel
                .map(Why::asked)
                .orElseGet(() -> new Why(Cause.REQUESTED, Optional.of(request.requestedBy()), request.reason()));
        var types = plan.rejections().isEmpty() ? plan.types() : List.<PlannedType>of();
        var fresh = types.stream().map(type -> SubTaskState.FRESH).toList();
        var saga = new Saga(
                request,
                types,
                Run.waiting(FIRST_EPOCH, course(request, now), fresh),
                0,
                earlyCancel.map(TransferControl::controlId).stream().toList(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        if (earlyCancel.isPresent()) {
            saga = saga.with(saga.run().ended(Course.CANCELLED, List.of(Reasons.cancelled(earlyCancel.get()))));
        } else if (!plan.rejections().isEmpty()) {
            saga = saga.with(saga.run().ended(Course.REJECTED, plan.rejections()));
        }
        return Conclusion.ofFirst(saga, why, now);
    }

    /** A preview changes nothing, and so waits for no date. */
    private static Course course(TransferRequest request, Instant now) {
        return request.mode() == TransferMode.EXECUTE
                        && request.effectiveAt().filter(at -> at.isAfter(now)).isPresent()
                ? Course.SCHEDULED
                : Course.QUEUED;
    }

    static Transition again(Saga saga, TransferRequest request) {
        var differences = RequestDifference.between(saga.request(), request);
        if (differences.isEmpty()) {
            return Transition.to(saga);
        }
        var fingerprint = RequestDifference.fingerprint(differences);
        if (saga.hasHeard(fingerprint)) {
            return Transition.to(saga);
        }
        var heard = saga.hearing(fingerprint);
        return Transition.to(heard)
                .with(
                        new SagaCommand.Remember(new HistoryEntry(
                                Optional.of(saga.phase()),
                                saga.phase(),
                                saga.epoch(),
                                Cause.ID_REUSED,
                                Optional.of(request.requestedBy()),
                                Optional.of(differences.getFirst().message()))),
                        new SagaCommand.Announce(
                                new Announcement.Failed(
                                        Announcement.FailureOutcome.REJECTED, differences, List.of()),
                                saga.epoch()));
    }
}
