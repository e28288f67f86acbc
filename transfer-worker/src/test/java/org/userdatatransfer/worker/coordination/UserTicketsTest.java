package org.userdatatransfer.worker.coordination;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.TicketCall;
import org.userdatatransfer.worker.saga.TicketsContract;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;

class UserTicketsTest extends TicketsContract {

    private final UserTickets tickets = new UserTickets(JdbcClient.create(CoordinatorDatabase.emptied()));

    @Override
    protected void call(TransferRequest request, TicketCall call) {
        tickets.call(List.of(UserTickets.Call.of(request, call)));
    }

    @Override
    protected void hear() {
        tickets.hear(1_000);
    }

    @Override
    protected List<TransferId> start(int max) {
        var started = tickets.candidates(max).stream()
                .map(UserTickets.Candidate::transferId)
                .toList();
        tickets.markRunning(started);
        return started;
    }
}
