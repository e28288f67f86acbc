package org.userdatatransfer.worker.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.coordination.TransferQueries.Listed;
import org.userdatatransfer.worker.saga.Phase;

/**
 * Some transfers as JSON, newest first.
 *
 * @param next what to give as {@code before} for those that are older; absent if there are none
 */
record TransferPage(List<Line> transfers, @Nullable UUID next) {

    /** What is said of one of them. */
    record Line(
            UUID transferId,
            String tenant,
            String source,
            String target,
            Phase phase,
            Instant createdAt,
            @Nullable Instant endedAt) {

        static Line of(Listed listed) {
            return new Line(
                    listed.id().value(),
                    listed.tenant().value(),
                    listed.source().value(),
                    listed.target().value(),
                    listed.phase(),
                    listed.createdAt(),
                    listed.endedAt().orElse(null));
        }
    }

    /** @param listed one more than fits, if there are more */
    static TransferPage of(List<Listed> listed, int size) {
        var lines = listed.stream().limit(size).map(Line::of).toList();
        return new TransferPage(lines, listed.size() > size ? lines.getLast().transferId() : null);
    }
}
