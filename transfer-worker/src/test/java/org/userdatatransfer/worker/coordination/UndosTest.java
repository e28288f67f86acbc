package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;
import static org.userdatatransfer.worker.coordination.Rehearsal.settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.oracle.Locks;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.StatusChanged;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.ControlAction;

/** An undo queues like a transfer, and is refused where a later one has moved the data on. */
class UndosTest {

    private final Rehearsal rehearsal = new Rehearsal(settings());

    @Test
    void undoesTheLastTransferOfAUserFirst() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"));
        rehearsal.work();
        rehearsal.control(1, ControlAction.UNDO);
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.COMPLETED);
        assertThat(rehearsal.facts(1, StatusChanged.class).getLast().message().orElseThrow())
                .contains(id(2).toString());
        rehearsal.control(2, ControlAction.UNDO);
        rehearsal.work();
        rehearsal.control(1, ControlAction.UNDO);
        rehearsal.work();
        assertThat(rehearsal.phases(1, 2)).containsOnly(Phase.UNDONE);
        assertThat(rehearsal.facts(1, Announcement.Undone.class)).hasSize(1);
    }

    @Test
    void refusesAnUndoThatWaitedBehindATransferThatMovedTheDataOn() {
        rehearsal.request(request(1, "ann", "bob"));
        rehearsal.work();
        rehearsal.request(request(2, "bob", "cid"));
        rehearsal.control(1, ControlAction.UNDO);
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.QUEUED);
        rehearsal.work();
        assertThat(rehearsal.phases(1, 2)).containsOnly(Phase.COMPLETED);
        assertThat(rehearsal.facts(1, StatusChanged.class).getLast().cause()).isEqualTo(Cause.UNDO_REFUSED);
    }

    /** It leaves the queue and queues anew while somebody is about to start it. */
    @Test
    void startsNoUndoByThePlaceItHasLeft() throws Exception {
        var single = new Rehearsal(settings(1, Duration.ofMinutes(5)));
        single.request(request(1, "ann", "bob"));
        single.work();
        single.request(request(2, "dan", "eve"));
        single.control(1, ControlAction.UNDO);
        single.request(request(3, "bob", "cid"));
        var again = List.of(single.controlled(1, ControlAction.CANCEL), single.controlled(1, ControlAction.UNDO));
        try (var history = single.database.getConnection()) {
            history.setAutoCommit(false);
            var queuesAnew = new Thread(() -> single.handle(again));
            var bothWaited = new CompletableFuture<Boolean>();
            single.beforeUsersAreLookedUp = () -> {
                single.beforeUsersAreLookedUp = () -> {};
                execute(history, "LOCK TABLE saga_history IN SHARE MODE");
                queuesAnew.start();
                await().until(() -> Locks.waiting(rehearsal.database) == 1);
                bothWaited.completeAsync(() -> {
                    try {
                        await().until(() -> Locks.waiting(rehearsal.database) == 2);
                    } finally {
                        execute(history, "ROLLBACK");
                    }
                    return true;
                });
            };
            single.work();
            queuesAnew.join();
            assertThat(bothWaited.join()).isTrue();
            single.work();
        }
        assertThat(single.phases(1, 3)).containsOnly(Phase.COMPLETED);
        assertThat(single.facts(1, StatusChanged.class).getLast().cause()).isEqualTo(Cause.UNDO_REFUSED);
    }

    private static void execute(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
