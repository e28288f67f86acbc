package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTask;

/** Carries out the TRANSFER commands that passed the fence, data type by data type. */
record TransferAct(TransferEngine engine, Identities identities, Map<FenceKey, Passage> passages) {

    SortedMap<FenceKey, Settlement> act(SequencedMap<DataTypeName, List<SubTask>> commands) {
        var settled = new TreeMap<FenceKey, Settlement>();
        var whole = new LinkedHashMap<DataTypeName, List<Handover>>();
        commands.forEach((type, ofType) -> ofType.forEach(command -> {
            var key = new FenceKey(command.transferId(), type);
            var passage = passages.get(key);
            var last = passage.progress().filter(progress -> command.step() > 0 && progress.goesOn());
            var handover = last.map(begun -> passage.handover(command, command.epoch()))
                    .or(() -> identities.handover(command));
            if (!engine.knows(type)) {
                settled.put(key, Settlement.nothing(Absences.ofTables(type)));
            } else if (handover.isEmpty()) {
                settled.put(key, Settlement.nothing(Absences.ofUser(type, command, identities)));
            } else if (last.isPresent()) {
                settled.put(
                        key, Settlement.applied(engine.transferNext(type, handover.get(), last.get()), handover.get()));
            } else {
                whole.computeIfAbsent(type, t -> new ArrayList<>()).add(handover.get());
            }
        }));
        var progress = engine.transfer(whole);
        whole.forEach((type, handovers) -> handovers.forEach(h -> settled.put(
                new FenceKey(h.transfer(), type),
                Settlement.applied(progress.get(type).get(h.transfer()), h))));
        return settled;
    }
}
