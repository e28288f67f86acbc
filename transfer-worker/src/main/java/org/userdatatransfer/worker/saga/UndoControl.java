package org.userdatatransfer.worker.saga;

import java.util.Optional;
import org.userdatatransfer.worker.transfer.TransferId;

/** UNDO: a completed transfer queues to be taken back, within its window, and latest first. */
final class UndoControl {

    private UndoControl() {}

    static Transition on(HeardControl heard, Optional<TransferId> laterTransfer) {
        var saga = heard.saga();
        if (saga.phase() != Phase.COMPLETED) {
            return heard.refuse("it is not completed, it is " + saga.phase());
        }
        if (isWindowOver(saga, heard.moment())) {
            return heard.refuse("its undo window of %d hours (coordination.undo-window) is over"
                    .formatted(heard.moment().policy().undoWindow().toHours()));
        }
        if (laterTransfer.isPresent()) {
            return heard.refuse(whyNotBefore(laterTransfer.get()));
        }
        return heard.follow(saga.withUndoneFor(heard.control().requestedBy())
                .with(saga.run().withCourse(Course.QUEUED_FOR_UNDO)));
    }

    private static boolean isWindowOver(Saga saga, Moment moment) {
        return saga.endedAt()
                .filter(at -> at.plus(moment.policy().undoWindow()).isBefore(moment.now()))
                .isPresent();
    }

    static String whyNotBefore(TransferId laterTransfer) {
        return "transfer %s came later and has moved its users' data on. Undo that first".formatted(laterTransfer);
    }
}
