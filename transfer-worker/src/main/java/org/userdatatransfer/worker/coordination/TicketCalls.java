package org.userdatatransfer.worker.coordination;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.TicketCall;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;

/** What sagas ask of the queues of their users, in their own transactions, until promotion hears it. */
final class TicketCalls {

    /** What a saga asks, for which users. */
    record Call(
            TransferId transferId, TicketCall call, TenantId tenant, UserId source, UserId target, boolean locksUsers) {

        static Call of(TransferRequest request, TicketCall call) {
            return new Call(
                    request.id(),
                    call,
                    request.tenant(),
                    request.source(),
                    request.target(),
                    request.mode() == TransferMode.EXECUTE);
        }
    }

    private final JdbcClient jdbc;

    TicketCalls(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void call(List<Call> calls) {
        if (calls.isEmpty()) {
            return;
        }
        jdbc.sql(TicketSql.CALL)
                .param("ids", Columns.of(calls, Call::transferId))
                .param("calls", Columns.of(calls, Call::call))
                .param("tenants", Columns.of(calls, Call::tenant))
                .param("sources", Columns.of(calls, Call::source))
                .param("targets", Columns.of(calls, Call::target))
                .param("locks", Columns.of(calls, Call::locksUsers))
                .update();
    }

    /** The oldest of them, in the order of the calls; they are not heard again. */
    List<Call> hear(int limit) {
        return jdbc.sql(TicketSql.HEAR)
                .param("limit", limit)
                .query((row, n) -> new Call(
                        Columns.id(row, "transfer_id"),
                        TicketCall.valueOf(row.getString("call")),
                        new TenantId(row.getString("tenant")),
                        new UserId(row.getString("source")),
                        new UserId(row.getString("target")),
                        row.getBoolean("locks_users")))
                .list();
    }
}
