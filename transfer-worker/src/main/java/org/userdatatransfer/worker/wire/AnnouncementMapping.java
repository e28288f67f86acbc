package org.userdatatransfer.worker.wire;

import org.apache.avro.specific.SpecificRecord;
import org.userdatatransfer.events.DataTypeProgress;
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
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.TransferId;

/** What the world is told, as Avro records. */
final class AnnouncementMapping {

    private AnnouncementMapping() {}

    static SpecificRecord toAvro(Announcement a) {
        return switch (a.fact()) {
            case StatusChanged changed -> statusChanged(a, changed);
            case Previewed previewed -> previewed(a, previewed);
            case Completed completed -> completed(a, completed);
            case Failed failed -> failed(a, failed);
            case Undone undone -> undone(a, undone);
        };
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
                changed.dataTypes().stream().map(AnnouncementMapping::progress).toList(),
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
                ResultMapping.toAvro(previewed.results()),
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
                ResultMapping.toAvro(completed.results()),
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
                failed.reasons().stream().map(AnnouncementMapping::reason).toList(),
                ResultMapping.toAvro(failed.results()));
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
                ResultMapping.toAvro(undone.results()));
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

    private static org.userdatatransfer.events.FailureReason reason(FailureReason reason) {
        return new org.userdatatransfer.events.FailureReason(
                reason.code(),
                reason.field().orElse(null),
                reason.value().orElse(null),
                reason.dataType().map(DataTypeName::value).orElse(null),
                reason.message());
    }
}
