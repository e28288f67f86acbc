package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;

/** The queues of the users in the simulation; {@link TicketsContract} keeps them to what the real do. */
final class MemoryTickets {

    record Candidate(TransferId transferId, long ticket) {}

    private enum State {
        WAITING,
        RUNNING,
        PARKED
    }

    private record Ticket(TransferRequest request, State state) {

        boolean isOf(TransferId id) {
            return request.id().equals(id);
        }
    }

    private record User(TenantId tenant, UserId name) {}

    private record Call(TransferRequest request, TicketCall call) {}

    private final List<Call> calls = new ArrayList<>();
    private final TreeMap<Long, Ticket> tickets = new TreeMap<>();
    private long lastTicket;

    void call(TransferRequest request, TicketCall call) {
        calls.add(new Call(request, call));
    }

    void advance() {
        for (var call : calls) {
            var id = call.request().id();
            switch (call.call()) {
                case TAKE -> tickets.put(++lastTicket, new Ticket(call.request(), State.WAITING));
                case RELEASE -> tickets.values().removeIf(ticket -> ticket.isOf(id));
                case PARK -> mark(id, State.PARKED);
                case RESUME -> mark(id, State.RUNNING);
            }
        }
        calls.clear();
    }

    private void mark(TransferId id, State state) {
        tickets.replaceAll((number, ticket) -> ticket.isOf(id) ? new Ticket(ticket.request(), state) : ticket);
    }

    void markRunning(TransferId id) {
        mark(id, State.RUNNING);
    }

    /** Those at the head of both of their users' queues, as many as there is room for, in turn over the tenants. */
    List<Candidate> candidates(int max) {
        var atWork = runningByTenant();
        var room = max - atWork.values().stream().mapToLong(Long::longValue).sum();
        var queuing = new HashSet<User>();
        var order = new HashMap<Candidate, Long>();
        tickets.forEach((number, ticket) -> {
            var tenant = ticket.request().tenant();
            var isBehindSource = !queuing.add(new User(tenant, ticket.request().source()));
            var isBehindTarget = !queuing.add(new User(tenant, ticket.request().target()));
            if (!isBehindSource && !isBehindTarget && ticket.state() == State.WAITING) {
                order.put(new Candidate(ticket.request().id(), number), atWork.merge(tenant, 1L, Long::sum));
            }
        });
        return order.keySet().stream()
                .sorted(Comparator.<Candidate, Long>comparing(order::get).thenComparing(Candidate::ticket))
                .limit(Math.max(0, room))
                .toList();
    }

    Map<TenantId, Long> runningByTenant() {
        return tickets.values().stream()
                .filter(ticket -> ticket.state() == State.RUNNING)
                .collect(Collectors.groupingBy(
                        ticket -> ticket.request().tenant(), HashMap::new, Collectors.counting()));
    }

    boolean hasHeardAll() {
        return calls.isEmpty();
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }
}
