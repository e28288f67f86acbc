package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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
        var people = new HashSet<Person>();
        var byTransfer = new LinkedHashMap<TransferId, List<SubTask>>();
        batch.forEach(s -> byTransfer
                .computeIfAbsent(s.transferId(), t -> new ArrayList<>())
                .add(s));
        for (var transfer : byTransfer.values()) {
            var one = transfer.getFirst();
            var both = List.of(new Person(one.tenant(), one.source()), new Person(one.tenant(), one.target()));
            if (parts.isEmpty() || !Collections.disjoint(people, both)) {
                parts.add(new ArrayList<>());
                people.clear();
            }
            parts.getLast().addAll(transfer);
            people.addAll(both);
        }
        return parts;
    }
}
