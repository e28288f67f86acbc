package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
        for (int i = 0; i < saga.plan().size(); i++) {
            if (saga.run().subTasks().get(i).mayStillRun()) {
                var type = saga.plan().get(i);
                names.add("%s (%s)".formatted(type.name(), type.product()));
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
        return IntStream.range(0, saga.plan().size())
                .filter(i -> saga.plan().get(i).product().equals(product))
                .mapToObj(i -> saga.run().subTasks().get(i).status())
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
            var index = Reports.indexOf(saga.plan(), result.dataType());
            if (index >= 0 && isFinal(result)) {
                var state = saga.run().subTasks().get(index);
                if (state.overtaken() == report.epoch()) {
                    next = next.with(next.run().withSubTask(index, state.withNothingOvertaken()));
                }
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
