package org.userdatatransfer.worker.wire;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.userdatatransfer.events.DataTypeProgress;
import org.userdatatransfer.events.SubTaskReported;
import org.userdatatransfer.events.SubTaskRequested;
import org.userdatatransfer.events.TransferCompleted;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferPhase;
import org.userdatatransfer.events.TransferPreviewed;
import org.userdatatransfer.events.TransferStatusChanged;
import org.userdatatransfer.events.TransferUndone;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.Completed;
import org.userdatatransfer.worker.saga.Announcement.Failed;
import org.userdatatransfer.worker.saga.Announcement.Previewed;
import org.userdatatransfer.worker.saga.Announcement.Progress;
import org.userdatatransfer.worker.saga.Announcement.StatusChanged;
import org.userdatatransfer.worker.saga.Announcement.Undone;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.Unrestored;

/** Our values as Avro records. */
final class AvroOf {

    private AvroOf() {}

    static SpecificRecord announcement(Announcement a) {
        return switch (a.fact()) {
            case StatusChanged changed -> statusChanged(a, changed);
            case Previewed previewed -> previewed(a, previewed);
            case Completed completed -> completed(a, completed);
            case Failed failed -> failed(a, failed);
            case Undone undone -> undone(a, undone);
        };
    }

    static SubTaskRequested subTask(SubTask task) {
        return new SubTaskRequested(
                task.transferId().value(),
                task.tenant().value(),
                task.source().value(),
                task.target().value(),
                task.epoch(),
                org.userdatatransfer.events.SubTaskAction.valueOf(task.action().name()),
                task.step(),
                task.product().value(),
                names(task.dataTypes()),
                org.userdatatransfer.events.WhenSourceEmpty.valueOf(
                        task.whenSourceEmpty().name()),
                names(task.after()));
    }

    private static List<String> names(List<DataTypeName> types) {
        return types.stream().map(DataTypeName::value).toList();
    }

    static SubTaskReported report(SubTaskReport report) {
        return new SubTaskReported(
                report.transferId().value(),
                report.epoch(),
                org.userdatatransfer.events.SubTaskAction.valueOf(report.action().name()),
                report.step(),
                report.product().value(),
                results(report.results()));
    }

    private static TransferStatusChanged statusChanged(Announcement a, StatusChanged changed) {
        return new TransferStatusChanged(
                a.transferId().value(),
                a.sequence(),
                a.tenant().value(),
                a.source().value(),
                a.target().value(),
                a.epoch(),
                TransferPhase.valueOf(changed.phase().name()),
                a.at(),
                changed.cause().name(),
                changed.by().orElse(null),
                changed.queuePosition().orElse(null),
                changed.waitsFor().stream().map(TransferId::value).toList(),
                changed.dataTypes().stream().map(AvroOf::progress).toList(),
                changed.message().orElse(null));
    }

    private static TransferPreviewed previewed(Announcement a, Previewed previewed) {
        return new TransferPreviewed(
                a.transferId().value(),
                a.sequence(),
                a.tenant().value(),
                a.source().value(),
                a.target().value(),
                a.at(),
                results(previewed.results()),
                previewed.planHash());
    }

    private static TransferCompleted completed(Announcement a, Completed completed) {
        return new TransferCompleted(
                a.transferId().value(),
                a.sequence(),
                a.tenant().value(),
                a.source().value(),
                a.target().value(),
                a.epoch(),
                a.at(),
                results(completed.results()),
                completed.conserved(),
                completed.verifyRounds(),
                completed.lateRows());
    }

    private static TransferFailed failed(Announcement a, Failed failed) {
        return new TransferFailed(
                a.transferId().value(),
                a.sequence(),
                a.tenant().value(),
                a.source().value(),
                a.target().value(),
                a.epoch(),
                a.at(),
                org.userdatatransfer.events.FailureOutcome.valueOf(
                        failed.outcome().name()),
                failed.reasons().stream().map(AvroOf::reason).toList(),
                results(failed.results()));
    }

    private static TransferUndone undone(Announcement a, Undone undone) {
        return new TransferUndone(
                a.transferId().value(),
                a.sequence(),
                a.tenant().value(),
                a.source().value(),
                a.target().value(),
                a.epoch(),
                a.at(),
                undone.requestedBy(),
                results(undone.results()));
    }

    private static DataTypeProgress progress(Progress progress) {
        return new DataTypeProgress(
                progress.dataType().value(),
                progress.state(),
                progress.rowsDone(),
                progress.rowsPlanned(),
                progress.moved(),
                progress.archived(),
                progress.collapsed(),
                progress.reason().orElse(null));
    }

    private static List<org.userdatatransfer.events.DataTypeResult> results(List<DataTypeResult> results) {
        return results.stream().map(AvroOf::result).toList();
    }

    private static org.userdatatransfer.events.DataTypeResult result(DataTypeResult result) {
        return new org.userdatatransfer.events.DataTypeResult(
                result.dataType().value(),
                org.userdatatransfer.events.DataTypeOutcome.valueOf(
                        result.outcome().name()),
                result.reason().orElse(null),
                result.message().orElse(null),
                tally(result.tally()),
                result.rowsDone(),
                result.rowsPlanned(),
                result.flags().stream().map(AvroOf::flag).toList(),
                result.unrestored().stream().map(AvroOf::unrestored).toList(),
                result.decisionHash().orElse(null));
    }

    private static org.userdatatransfer.events.Tally tally(Tally t) {
        return new org.userdatatransfer.events.Tally(
                t.sourceBefore(),
                t.targetBefore(),
                t.sourceAfter(),
                t.targetAfter(),
                t.archived(),
                t.live(),
                t.moved(),
                t.collapsed(),
                t.changed());
    }

    private static org.userdatatransfer.events.Flag flag(Flag flag) {
        return new org.userdatatransfer.events.Flag(flag.name(), flag.rows(), flag.examples());
    }

    private static org.userdatatransfer.events.Unrestored unrestored(Unrestored u) {
        return new org.userdatatransfer.events.Unrestored(u.table(), u.key(), u.reason(), u.rows());
    }

    private static org.userdatatransfer.events.FailureReason reason(FailureReason reason) {
        return new org.userdatatransfer.events.FailureReason(
                reason.code(),
                reason.field().orElse(null),
                reason.value().orElse(null),
                reason.dataType().map(DataTypeName::value).orElse(null),
                reason.message());
    }
}
