package org.userdatatransfer.worker.saga;

import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.TransferControl;

/** Why a transfer does not happen, for programs and for the person at 3 a.m. */
final class Reasons {

    private Reasons() {}

    /** One for each data type that failed; what else was commanded is going to be undone. */
    static List<FailureReason> failures(Saga saga) {
        var states = saga.run().subTasks();
        var others = states.stream().filter(s -> s.status().wasCommanded()).count()
                - states.stream().filter(s -> s.status() == SubTaskStatus.FAILED).count();
        return saga.plannedSubTasks().stream()
                .filter(planned -> planned.status() == SubTaskStatus.FAILED)
                .map(failed -> failure(saga, failed, others))
                .toList();
    }

    private static FailureReason failure(Saga saga, PlannedSubTask failed, long others) {
        var name = failed.name();
        var result = failed.state().result();
        var follows = saga.run().course() == Course.FORWARD
                ? others == 1 ? "1 other will be undone." : others + " others will be undone."
                : "No row was touched.";
        return FailureReason.ofType(
                result.flatMap(DataTypeResult::reason).orElse(ReasonCode.SUB_TASK_FAILED.name()),
                name,
                "Sub-task %s of transfer %s failed (%s); %s".formatted(name, saga.id(), said(result), follows));
    }

    static FailureReason notRestored(Saga saga, PlannedSubTask planned) {
        var name = planned.name();
        var state = planned.state();
        var why = state.status() == SubTaskStatus.UNRESTORED
                ? said(state.result().filter(result -> result.outcome() == DataTypeOutcome.FAILED))
                : state.status().isOpen()
                        ? "it was asked to take back its rows and did not report in time"
                        : "it waits for others that could not be";
        var remedy = state.mayStillRun()
                ? "Its answer may end this by itself; REPLAY tries again; ACCEPT is refused until it has answered"
                : "REPLAY tries again, ACCEPT leaves it as it is";
        return FailureReason.ofType(
                ReasonCode.NOT_RESTORED,
                name,
                "Data type %s of transfer %s is not taken back (%s). %s; until then both users stay locked."
                        .formatted(name, saga.id(), why, remedy));
    }

    /** @param results what would be decided now */
    static FailureReason drifted(DataTypeName name, List<DataTypeResult> results) {
        var now = results.stream()
                .filter(result -> result.dataType().equals(name))
                .findFirst()
                .map(Reasons::decisions)
                .orElse("it is not asked for");
        return FailureReason.ofType(
                ReasonCode.PLAN_DRIFT,
                name,
                "Data type %s would now be decided otherwise than in the preview (now: %s). Preview again, and request with the new planHash."
                        .formatted(name, now));
    }

    private static String decisions(DataTypeResult result) {
        var flags = result.flags().stream()
                .map(flag -> "%s %d rows%s"
                        .formatted(
                                flag.name(),
                                flag.rows(),
                                flag.examples().isEmpty() ? "" : " such as " + flag.examples().getFirst()))
                .toList();
        return flags.isEmpty() ? result.reason().orElse("nothing to decide") : String.join(", ", flags);
    }

    static FailureReason cancelled(TransferControl control) {
        return FailureReason.ofTransfer(
                ReasonCode.CANCELLED,
                "Cancelled by %s%s."
                        .formatted(control.requestedBy(), control.reason().map(why -> ": " + why).orElse("")));
    }

    static FailureReason deadline(Saga saga) {
        var open = saga.plannedSubTasks().stream()
                .filter(planned -> planned.status().isOpen() || planned.status() == SubTaskStatus.WAITING)
                .map(planned -> planned.name().value())
                .toList();
        return FailureReason.ofTransfer(
                ReasonCode.DEADLINE_EXCEEDED,
                "Transfer %s was not through at its deadline; still open: %s."
                        .formatted(saga.id(), open.isEmpty() ? "verification" : String.join(", ", open)));
    }

    private static String said(Optional<DataTypeResult> result) {
        return result.flatMap(r -> r.message().or(r::reason)).orElse("the worker gave no reason");
    }
}
