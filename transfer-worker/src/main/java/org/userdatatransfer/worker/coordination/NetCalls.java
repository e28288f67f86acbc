package org.userdatatransfer.worker.coordination;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.userdatatransfer.worker.saga.TicketCall;
import org.userdatatransfer.worker.transfer.TransferId;

/** What several calls of one transfer come to. */
record NetCalls(
        List<TransferId> released, List<TicketCalls.Call> taken, List<TransferId> parked, List<TransferId> resumed) {

    static NetCalls of(List<TicketCalls.Call> calls) {
        var released = new LinkedHashSet<TransferId>();
        var taken = new LinkedHashMap<TransferId, TicketCalls.Call>();
        var room = new LinkedHashMap<TransferId, TicketCall>();
        for (var call : calls) {
            var id = call.transferId();
            switch (call.call()) {
                case TAKE -> taken.put(id, call);
                case RELEASE -> {
                    taken.remove(id);
                    room.remove(id);
                    released.add(id);
                }
                case PARK, RESUME -> room.put(id, call.call());
            }
        }
        return new NetCalls(
                List.copyOf(released),
                List.copyOf(taken.values()),
                idsOf(room, TicketCall.PARK),
                idsOf(room, TicketCall.RESUME));
    }

    private static List<TransferId> idsOf(Map<TransferId, TicketCall> room, TicketCall which) {
        return room.entrySet().stream()
                .filter(entry -> entry.getValue() == which)
                .map(Map.Entry::getKey)
                .toList();
    }
}
