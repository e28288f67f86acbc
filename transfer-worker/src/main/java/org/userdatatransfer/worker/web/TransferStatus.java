package org.userdatatransfer.worker.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.coordination.TransferView;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;

/**
 * A transfer as JSON.
 *
 * @param usersLocked whether no other transfer of its users can run; until somebody decides, if it needs an operator
 * @param queuePosition how many transfers are ahead of it in the queues of its users; while it is queued
 * @param waitsFor the ones just ahead of it
 * @param unanswered if it needs an operator: what workers have not answered, and so keeps it from being accepted
 */
record TransferStatus(
        UUID transferId,
        String tenant,
        String source,
        String target,
        Phase phase,
        int epoch,
        boolean usersLocked,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant effectiveAt,
        @Nullable Instant endedAt,
        @Nullable Integer queuePosition,
        List<UUID> waitsFor,
        List<Progress> dataTypes,
        List<NotRestored> unrestored,
        List<String> unanswered) {

    /** How far one data type is. */
    record Progress(
            String dataType,
            String state,
            long rowsDone,
            long rowsPlanned,
            long moved,
            long archived,
            long collapsed,
            @Nullable String reason) {

        static Progress of(Announcement.Progress progress) {
            return new Progress(
                    progress.dataType().value(),
                    progress.state(),
                    progress.rowsDone(),
                    progress.rowsPlanned(),
                    progress.moved(),
                    progress.archived(),
                    progress.collapsed(),
                    progress.reason().orElse(null));
        }
    }

    /** A row that could not be put back, and why; without a key, as many rows as are not listed one by one. */
    record NotRestored(String dataType, String table, String key, String reason, long rows) {

        static Stream<NotRestored> of(DataTypeResult result) {
            return result.unrestored().stream()
                    .map(row -> new NotRestored(
                            result.dataType().value(), row.table(), row.key(), row.reason(), row.rows()));
        }
    }

    static TransferStatus of(TransferView view) {
        var saga = view.saga();
        var request = saga.request();
        return new TransferStatus(
                saga.id().value(),
                request.tenant().value(),
                request.source().value(),
                request.target().value(),
                saga.phase(),
                saga.epoch(),
                locksUsers(saga),
                request.requestedBy(),
                view.createdAt(),
                request.effectiveAt().orElse(null),
                saga.endedAt().filter(at -> saga.phase().isEnd()).orElse(null),
                view.place().map(QueuePlace::position).orElse(null),
                view.place().map(QueuePlace::waitsFor).orElse(List.of()).stream()
                        .map(TransferId::value)
                        .toList(),
                saga.progress().stream().map(Progress::of).toList(),
                saga.results().stream().flatMap(NotRestored::of).toList(),
                saga.unanswered());
    }

    private static boolean locksUsers(Saga saga) {
        return saga.request().mode() == TransferMode.EXECUTE
                && (saga.phase().isRunning() || saga.phase() == Phase.NEEDS_OPERATOR);
    }
}
