package org.userdatatransfer.worker.coordination;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * The queues of the users. A transfer has one ticket in the queues of both of its users and runs when it is at the head
 * of both; every wait is for an earlier ticket, so there is no deadlock. Numbers are given out and heads determined
 * only by whoever holds the promotion lock, in the order of the calls.
 */
final class UserTickets {

    /** A transfer that could run now. */
    record Candidate(TransferId transferId, long ticket) {}

    /** @param joined the transfers that have a new ticket */
    record Advanced(int calls, List<TransferId> joined) {}

    /** The states that are set from here; whether a ticket waits or is ready, the queues say. */
    private enum State {
        RUNNING,
        PARKED
    }

    private record QueueOf(String tenant, String user) {}

    private final JdbcClient jdbc;
    private final TicketCalls calls;

    UserTickets(JdbcClient jdbc, TicketCalls calls) {
        this.jdbc = jdbc;
        this.calls = calls;
    }

    /** From here to the end of the transaction nobody else promotes. */
    void lock() {
        jdbc.sql(TicketSql.LOCK).query((row, n) -> 0).list();
    }

    /**
     * Advances the queues as sagas have called for.
     *
     * @return how many calls there were, and the transfers that got a ticket by them, first come, first served
     */
    Advanced advance(int limit) {
        var heard = calls.hear(limit);
        if (heard.isEmpty()) {
            return new Advanced(0, List.of());
        }
        var net = NetCalls.of(heard);
        var freed = release(net.released());
        issue(net.taken());
        if (!freed.isEmpty() || !net.taken().isEmpty()) {
            markReady(net.taken(), freed);
        }
        mark(State.PARKED, net.parked());
        mark(State.RUNNING, net.resumed());
        return new Advanced(
                heard.size(), net.taken().stream().map(TicketCalls.Call::transferId).toList());
    }

    private List<QueueOf> release(List<TransferId> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(TicketSql.RELEASE)
                        .param("ids", Columns.ids(ids))
                        .query((row, n) -> new QueueOf(row.getString("tenant"), row.getString("user_id")))
                        .list();
    }

    private void issue(List<TicketCalls.Call> taken) {
        if (taken.isEmpty()) {
            return;
        }
        jdbc.sql(TicketSql.ISSUE)
                .param("count", taken.size())
                .param("ids", Columns.of(taken, TicketCalls.Call::transferId))
                .param("tenants", Columns.of(taken, TicketCalls.Call::tenant))
                .param("sources", Columns.of(taken, TicketCalls.Call::source))
                .param("targets", Columns.of(taken, TicketCalls.Call::target))
                .param("locks", Columns.of(taken, TicketCalls.Call::locksUsers))
                .update();
    }

    private void markReady(List<TicketCalls.Call> taken, List<QueueOf> moved) {
        jdbc.sql(TicketSql.MARK_READY)
                .param("ids", Columns.of(taken, TicketCalls.Call::transferId))
                .param("tenants", Columns.of(moved, QueueOf::tenant))
                .param("users", Columns.of(moved, QueueOf::user))
                .update();
    }

    private void mark(State state, Collection<TransferId> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(TicketSql.MARK)
                    .param("state", state.name())
                    .param("ids", Columns.ids(ids))
                    .update();
        }
    }

    /**
     * Lets transfers run whose sagas are locked.
     *
     * @return those that do: another has left its place since, perhaps to queue anew, and that is still to be heard
     */
    Set<TransferId> run(Collection<TransferId> ids) {
        return Set.copyOf(jdbc.sql(TicketSql.RUN)
                .param("ids", Columns.ids(ids))
                .query((row, n) -> Columns.id(row, "transfer_id"))
                .list());
    }

    /** The transfers that may run now, so that no more than {@code max} do, fairly over the tenants. */
    List<Candidate> candidates(int max, Collection<TransferId> butThese) {
        return jdbc.sql(TicketSql.CANDIDATES)
                .param("max", max)
                .param("but_these", Columns.ids(butThese))
                .query((row, n) -> new Candidate(Columns.id(row, "transfer_id"), row.getLong("ticket")))
                .list();
    }
}
