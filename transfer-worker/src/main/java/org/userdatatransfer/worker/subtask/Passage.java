package org.userdatatransfer.worker.subtask;

import java.time.Instant;
import java.util.Optional;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.Progress;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;

/**
 * The fence let a sub-task pass: it is the newest seen, and everything older waits or comes too late.
 *
 * @param appliedEpoch the epoch whose ledger entries are in effect: what a compensation takes back
 * @param appliedSince when it began to be in effect
 * @param source the product's own id of the source, as the transfer found it; likewise the target
 * @param progress how far the slices before this sub-task got, of a transfer or an undo
 * @param said the result of the sub-task before this one
 */
record Passage(
        FenceKey key,
        Optional<Integer> appliedEpoch,
        Optional<Instant> appliedSince,
        Optional<String> source,
        Optional<String> target,
        Optional<Progress> progress,
        Optional<DataTypeResult> said) {

    /** The two users as the transfer found them: since then somebody may have taken their accounts away. */
    Handover handover(SubTask command, int epoch) {
        return Identities.handover(command, epoch, source.orElseThrow(), target.orElseThrow());
    }

    /** What an undo has said that has taken everything back, if one was here before. */
    Optional<DataTypeResult> restored() {
        return appliedEpoch.isPresent() ? Optional.empty() : said.filter(r -> r.outcome() == DataTypeOutcome.DONE);
    }
}
