package org.userdatatransfer.worker.subtask;

import java.util.Optional;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.Progress;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/**
 * What is kept on the fence once a sub-task has acted.
 *
 * @param appliedEpoch the epoch whose ledger entries are now in effect
 * @param interrupted the progress of an undo that failed in a later slice; the next attempt continues from it
 */
record Settlement(
        Progress progress,
        Optional<Integer> appliedEpoch,
        Optional<String> source,
        Optional<String> target,
        Optional<Progress> interrupted) {

    /** The handover's rows are moved, or begun to be. */
    static Settlement applied(Progress progress, Handover handover) {
        return new Settlement(
                progress,
                Optional.of(handover.epoch()),
                Optional.of(handover.source()),
                Optional.of(handover.target()),
                Optional.empty());
    }

    /** Nothing of it is in effect, for the reason that the result gives. */
    static Settlement nothing(DataTypeResult result) {
        return new Settlement(
                new Progress.Done(result),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** As long as something is left to take back, what was in effect before still is. */
    static Settlement restored(Progress progress, Passage passage) {
        return new Settlement(
                progress,
                progress.goesOn() ? passage.appliedEpoch() : Optional.empty(),
                passage.source(),
                passage.target(),
                Optional.empty());
    }

    /** What was in effect before still is. */
    static Settlement unchanged(DataTypeResult result, Passage passage) {
        return new Settlement(
                new Progress.Done(result),
                passage.appliedEpoch(),
                passage.source(),
                passage.target(),
                passage.progress().filter(Progress.Restoring.class::isInstance));
    }

    /** Where slices go on, if they do. */
    Optional<Progress> slices() {
        return Optional.of(progress).filter(Progress::goesOn).or(() -> interrupted);
    }

    DataTypeResult result() {
        return progress.result();
    }
}
