package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * Splits a batch so that in each part the users of different transfers are distinct, since one statement serves them
 * all. Running transfers never share a user; but a late command of an earlier one may be in the same batch.
 */
final class DistinctTransfers {

    private DistinctTransfers() {}

    private record Person(TenantId tenant, UserId user) {}

    /** The parts in order; commands of one transfer stay together, transfers that share a user do not. */
    static List<List<SubTask>> split(List<SubTask> batch) {
        var parts = new ArrayList<List<SubTask>>();
        var owners = new ArrayList<Map<Person, TransferId>>();
        var byTransfer = new LinkedHashMap<TransferId, List<SubTask>>();
        batch.forEach(s -> byTransfer
                .computeIfAbsent(s.transferId(), t -> new ArrayList<>())
                .add(s));
        for (var transfer : byTransfer.values()) {
            var one = transfer.getFirst();
            var people = List.of(new Person(one.tenant(), one.source()), new Person(one.tenant(), one.target()));
            var last = parts.size() - 1;
            var free = last >= 0 && people.stream().noneMatch(owners.get(last)::containsKey);
            if (!free) {
                parts.add(new ArrayList<>());
                owners.add(new HashMap<>());
                last++;
            }
            parts.get(last).addAll(transfer);
            for (var person : people) {
                owners.get(last).put(person, one.transferId());
            }
        }
        return parts;
    }
}
