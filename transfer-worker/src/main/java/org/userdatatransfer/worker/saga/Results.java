package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.ReasonCode;

/** What became of data types, as the announcements carry it. */
final class Results {

    private Results() {}

    /** What is known of every data type that was asked for or deliberately left out. */
    static List<DataTypeResult> of(Saga saga) {
        return saga.plannedSubTasks().stream()
                .filter(planned -> planned.status() != SubTaskStatus.WAITING)
                .map(planned -> of(planned.name(), planned.state()))
                .toList();
    }

    private static DataTypeResult of(DataTypeName name, SubTaskState state) {
        return switch (state.status()) {
            case WAITING, EXCLUDED, DONE, SKIPPED, FAILED, COMPENSATED, REQUESTED, IN_PROGRESS, DEFERRED, HELD ->
                state.result()
                        .orElseGet(() -> DataTypeResult.failed(
                                name,
                                ReasonCode.NOT_REPORTED,
                                "Sub-task %s was asked for and has not reported.".formatted(name)));
            case TO_COMPENSATE ->
                notRestored(name, "Data type %s waits for others that could not be taken back.");
            case COMPENSATING, COMPENSATION_DEFERRED ->
                notRestored(name, "Data type %s is still being taken back.");
            case UNRESTORED ->
                state.result()
                        .filter(result -> result.outcome() == DataTypeOutcome.FAILED)
                        .orElseGet(() -> notRestored(name, "Data type %s was not taken back."));
        };
    }

    private static DataTypeResult notRestored(DataTypeName name, String message) {
        return DataTypeResult.failed(name, ReasonCode.NOT_RESTORED, message.formatted(name));
    }

    /** A result, and what VERIFY found later. */
    static DataTypeResult merged(DataTypeResult first, DataTypeResult late) {
        if (late.outcome() != DataTypeOutcome.DONE) {
            return first;
        }
        return new DataTypeResult(
                first.dataType(),
                first.outcome(),
                first.reason(),
                first.message(),
                first.tally().then(late.tally()),
                first.rowsDone() + late.rowsDone(),
                first.rowsPlanned() + late.rowsPlanned(),
                Flag.merged(joined(first.flags(), late.flags())),
                joined(first.unrestored(), late.unrestored()),
                first.decisionHash());
    }

    private static <T> List<T> joined(List<T> first, List<T> late) {
        var all = new ArrayList<>(first);
        all.addAll(late);
        return all;
    }

    static boolean conserved(List<DataTypeResult> results) {
        return results.stream().allMatch(result -> result.tally().conserved());
    }
}
