package org.userdatatransfer.worker.subtask;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.Progress;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;

/**
 * Carries out the COMPENSATE commands for one data type that passed the fence: with the users as the transfer found
 * them.
 *
 * @param ledgerSince what was done before that cannot be taken back
 */
record CompensateAct(TransferEngine engine, Instant ledgerSince, Map<FenceKey, Passage> passages) {

    SortedMap<FenceKey, Settlement> act(DataTypeName type, List<SubTask> commands) {
        var settled = new TreeMap<FenceKey, Settlement>();
        var whole = new ArrayList<Handover>();
        for (var command : commands) {
            var passage = passages.get(new FenceKey(command.transferId(), type));
            var handover = passage.appliedEpoch().map(epoch -> passage.handover(command, epoch));
            var last = passage.progress().filter(progress -> isOfAnUndo(progress, command));
            if (handover.isEmpty()) {
                settled.put(passage.key(), Settlement.nothing(passage.restored().orElseGet(() -> nothing(type))));
            } else if (isForgotten(passage)) {
                settled.put(passage.key(), Settlement.unchanged(forgotten(type, passage), passage));
            } else if (last.isPresent() && command.step() == 0) {
                // An undo that got so far before: what it has taken back must not be taken back twice.
                settled.put(passage.key(), Settlement.restored(last.get(), passage));
            } else if (last.isPresent()) {
                settled.put(
                        passage.key(),
                        Settlement.restored(engine.restoreNext(type, handover.get(), last.get()), passage));
            } else {
                whole.add(handover.get());
            }
        }
        if (!whole.isEmpty()) {
            engine.restore(type, whole).forEach((transfer, progress) -> {
                var key = new FenceKey(transfer, type);
                settled.put(key, Settlement.restored(progress, passages.get(key)));
            });
        }
        return settled;
    }

    private static boolean isOfAnUndo(Progress progress, SubTask command) {
        return progress instanceof Progress.Restoring || (command.step() > 0 && progress.goesOn());
    }

    private static DataTypeResult nothing(DataTypeName type) {
        return DataTypeResult.skipped(type, ReasonCode.NOTHING_TO_RESTORE, "Nothing of it took effect");
    }

    private boolean isForgotten(Passage passage) {
        return passage.appliedSince().orElseThrow().isBefore(ledgerSince);
    }

    private static DataTypeResult forgotten(DataTypeName type, Passage passage) {
        return DataTypeResult.failed(
                type,
                ReasonCode.LEDGER_DROPPED,
                "What was done on %s cannot be taken back: the ledger of that month has been dropped; ACCEPT the transfer as it is"
                        .formatted(passage.appliedSince().orElseThrow()));
    }
}
