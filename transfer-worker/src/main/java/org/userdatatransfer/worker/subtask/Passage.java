package org.userdatatransfer.worker.subtask;

import java.util.Optional;
import org.userdatatransfer.worker.engine.Progress;

/**
 * The fence let a sub-task pass: it is the newest seen, and everything older waits or comes too late.
 *
 * @param appliedEpoch the epoch whose ledger entries are in effect: what a compensation takes back
 * @param source the product's own id of the source, as the transfer found it; likewise the target
 * @param progress how far the sub-task before this one got, if it was a slice
 */
record Passage(
        FenceKey key,
        Optional<Integer> appliedEpoch,
        Optional<String> source,
        Optional<String> target,
        Optional<Progress> progress) {}
