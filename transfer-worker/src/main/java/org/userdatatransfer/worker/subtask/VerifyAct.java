package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.Progress;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;

/**
 * Carries out the VERIFY commands that passed the fence: counts what still names the sources, and where that is
 * anything passes the fence of the data type, too, and moves it. Those that came along with their data types only look:
 * what is late already is moved, and answered for, when the coordinator has heard of all data types.
 */
record VerifyAct(TransferEngine engine, Identities identities, SubTaskFence fence) {

    SortedMap<FenceKey, Settlement> act(List<SubTask> commands, Collection<DataType> inOrder) {
        var settled = new TreeMap<FenceKey, Settlement>();
        var handovers = new LinkedHashMap<Handover, SubTask>();
        var verified = new ArrayList<Handover>();
        for (var command : commands) {
            var key = FenceKey.ofVerification(command);
            settled.put(key, Settlement.nothing(DataTypeResult.done(key.type())));
            identities.handover(command).ifPresent(handover -> {
                if (!command.isFirstLook()) {
                    handovers.put(handover, command);
                }
                if (!command.isFirstLook() || identities.hasBegun(command)) {
                    verified.add(handover);
                }
            });
        }
        var late = late(handovers);
        var passed = late.isEmpty() ? Map.<FenceKey, Passage>of() : fence.pass(late);
        for (var type : inOrder) {
            var concerned = handovers.keySet().stream()
                    .filter(handover -> passed.containsKey(new FenceKey(handover.transfer(), type.name())))
                    .toList();
            if (!concerned.isEmpty()) {
                var results = engine.late(type.name(), concerned);
                concerned.forEach(handover -> settled.put(
                        new FenceKey(handover.transfer(), type.name()),
                        Settlement.applied(new Progress.Done(results.get(handover.transfer())), handover)));
            }
        }
        engine.verified(verified);
        return settled;
    }

    /** Of the commands that came along with their data types, those that see late rows. */
    Set<SubTask> withLateRows(List<SubTask> ready) {
        var looking = new LinkedHashMap<Handover, SubTask>();
        ready.stream()
                .filter(SubTask::isFirstLook)
                .forEach(s -> identities.handover(s).ifPresent(handover -> looking.put(handover, s)));
        return Set.copyOf(late(looking).values());
    }

    private SortedMap<FenceKey, SubTask> late(Map<Handover, SubTask> handovers) {
        var late = new TreeMap<FenceKey, SubTask>();
        if (handovers.isEmpty()) {
            return late;
        }
        var remaining = engine.remainingAfterRestores(List.copyOf(handovers.keySet()));
        handovers.forEach((handover, command) -> remaining.get(handover.transfer()).stream()
                .filter(command.dataTypes()::contains)
                .forEach(type -> late.put(new FenceKey(handover.transfer(), type), command)));
        return late;
    }
}
