package org.userdatatransfer.worker.subtask;

import java.util.Optional;
import org.userdatatransfer.worker.engine.Pair;
import org.userdatatransfer.worker.engine.Progress;
import org.userdatatransfer.worker.engine.Verdict;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/**
 * What is kept on the fence once a sub-task has acted.
 *
 * @param appliedEpoch the epoch whose ledger entries are now in effect
 */
record Settlement(
        Progress progress, Optional<Integer> appliedEpoch, Optional<String> source, Optional<String> target) {

    /** The pair's rows are moved, or begun to be. */
    static Settlement applied(Progress progress, Pair pair) {
        return new Settlement(
                progress, Optional.of(pair.epoch()), Optional.of(pair.source()), Optional.of(pair.target()));
    }

    /** Nothing of it is in effect, for the reason that the result gives. */
    static Settlement nothing(DataTypeResult result) {
        return new Settlement(new Progress(result, Verdict.KEEP, 0, 0), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What was in effect before still is. */
    static Settlement unchanged(DataTypeResult result, Passage passage) {
        return new Settlement(
                new Progress(result, Verdict.KEEP, 0, 0), passage.appliedEpoch(), passage.source(), passage.target());
    }

    DataTypeResult result() {
        return progress.result();
    }
}
