package org.userdatatransfer.worker.saga;

import java.util.List;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;

class MemoryTicketsTest extends TicketsContract {

    private final MemoryTickets tickets = new MemoryTickets();

    @Override
    protected void call(TransferRequest request, TicketCall call) {
        tickets.call(request, call);
    }

    @Override
    protected void advance() {
        tickets.advance();
    }

    @Override
    protected List<TransferId> start(int max) {
        var started = tickets.candidates(max).stream()
                .map(MemoryTickets.Candidate::transferId)
                .toList();
        started.forEach(tickets::markRunning);
        return started;
    }
}
