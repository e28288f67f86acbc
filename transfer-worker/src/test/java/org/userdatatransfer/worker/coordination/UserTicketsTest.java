package org.userdatatransfer.worker.coordination;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.TicketCall;
import org.userdatatransfer.worker.saga.TicketsContract;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;

class UserTicketsTest extends TicketsContract {

    private final JdbcClient jdbc = JdbcClient.create(CoordinatorDatabase.emptied());
    private final TicketCalls calls = new TicketCalls(jdbc);
    private final UserTickets tickets = new UserTickets(jdbc, calls);

    @Override
    protected void call(TransferRequest request, TicketCall call) {
        calls.call(List.of(TicketCalls.Call.of(request, call)));
    }

    @Override
    protected void advance() {
        tickets.advance(1_000);
    }

    @Override
    protected List<TransferId> start(int max) {
        var started = tickets.candidates(max, List.of()).stream()
                .map(UserTickets.Candidate::transferId)
                .toList();
        tickets.run(started);
        return started;
    }
}
