package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * The commands of a transfer that may still be carried out: nobody has answered them, and no fence has seen a newer
 * one. They end when their answer comes, if only in a later epoch, or when a command of a later epoch is answered.
 */
final class Unanswered {

    private Unanswered() {}

    /** What they are for, such as {@code ccr (qm)} or {@code VERIFY (qm)}. */
    static List<String> of(Saga saga) {
        var names = new ArrayList<String>();
        for (var planned : saga.plannedSubTasks()) {
            if (planned.state().mayStillRun()) {
                names.add("%s (%s)".formatted(planned.name(), planned.product()));
            }
        }
        for (var verification : saga.run().verifications()) {
            if (mayStillMoveRows(saga, verification)) {
                names.add("VERIFY (%s)".formatted(verification.product()));
            }
        }
        return names;
    }

    private static boolean mayStillMoveRows(Saga saga, Verification verification) {
        return verification.mayStillRun()
                && (verification.overtaken() > 0
                        ? !isFencedOff(saga, verification.product())
                        : saga.run().isAllThrough());
    }

    /** Whether each data type of the product has answered since. */
    private static boolean isFencedOff(Saga saga, Product product) {
        return saga.plannedSubTasks().stream()
                .filter(planned -> planned.product().equals(product))
                .map(PlannedSubTask::status)
                .allMatch(status -> status.isRestored() || status == SubTaskStatus.UNRESTORED);
    }

    /** The saga that has heard a report of an earlier epoch. */
    static Saga without(Saga saga, SubTaskReport report) {
        return switch (report.action()) {
            case PREVIEW -> saga;
            case TRANSFER, COMPENSATE -> withoutSubTasks(saga, report);
            case VERIFY -> withoutVerification(saga, report);
        };
    }

    private static Saga withoutSubTasks(Saga saga, SubTaskReport report) {
        var next = saga;
        for (var result : report.results()) {
            var overtaken = saga.plannedSubTask(result.dataType())
                    .filter(planned -> planned.state().overtaken() == report.epoch());
            if (overtaken.isPresent() && isFinal(result)) {
                next = next.with(overtaken.get().with(overtaken.get().state().withNothingOvertaken()));
            }
        }
        return next;
    }

    private static Saga withoutVerification(Saga saga, SubTaskReport report) {
        var left = saga.run().verifications().stream()
                .filter(v -> !isAnswer(report, v))
                .toList();
        return left.size() == saga.run().verifications().size() ? saga : saga.with(saga.run().withVerifications(left));
    }

    private static boolean isAnswer(SubTaskReport report, Verification verification) {
        return verification.overtaken() == report.epoch()
                && verification.product().equals(report.product())
                && verification.step() == report.step()
                && report.results().stream().allMatch(Unanswered::isFinal);
    }

    /** Whether nothing follows: whoever answers so has passed the fence, and it is not asked again. */
    private static boolean isFinal(DataTypeResult result) {
        return switch (result.outcome()) {
            case DONE, SKIPPED, FAILED -> true;
            case IN_PROGRESS, DEFERRED, HELD -> false;
        };
    }
}
