package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;
import static org.userdatatransfer.worker.coordination.Rehearsal.settings;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.oracle.Locks;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** What ended long ago is forgotten with its fences, without waiting for anybody, and nothing else is. */
class EndedSagasTest {

    private final Rehearsal rehearsal = new Rehearsal(settings());

    @Test
    void forgetsWhatEndedLongAgoAndNothingElse() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "cid", "dan"));
        rehearsal.work();
        rehearsal.request(request(3, "eve", "fay"));
        JdbcClient.create(rehearsal.database)
                .sql("UPDATE saga SET ended_at = ended_at - interval '91 days' WHERE transfer_id = :id")
                .param("id", id(1).value())
                .update();
        assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1);
        assertThat(rehearsal.forgotten).hasSize(1);
        assertThat(rehearsal.coordination.queries().find(id(1))).isEmpty();
        assertThat(rehearsal.coordination.queries().history(id(1))).isEmpty();
        assertThat(rehearsal.phases(2, 3)).containsExactly(Phase.COMPLETED, Phase.TRANSFERRING);
    }

    @Test
    void forgetsWithoutWaitingForAnybody() throws SQLException {
        rehearsal.request(request(1, "ann", "bob"), request(2, "cid", "dan"));
        rehearsal.work();
        rehearsal.request(request(3, "eve", "fay"));
        JdbcClient.create(rehearsal.database)
                .sql("UPDATE saga SET ended_at = ended_at - interval '91 days' WHERE ended_at IS NOT NULL")
                .update();
        try (var connection = rehearsal.database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(
                    "SELECT 1 FROM saga WHERE transfer_id IN (?, ?) FOR NO KEY UPDATE")) {
                statement.setObject(1, id(2).value());
                statement.setObject(2, id(3).value());
                statement.execute();
            }
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1));
            connection.rollback();
        }
        assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1);
        assertThat(rehearsal.phase(3)).isEqualTo(Phase.TRANSFERRING);
    }

    @Test
    void forgetsNoFencesOfATransferThatRunsAgain() {
        rehearsal.request(request(1, "ann", "bob"));
        rehearsal.work(subTask ->
                subTask.action() == SubTaskAction.TRANSFER ? DataTypeOutcome.FAILED : DataTypeOutcome.DONE);
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.COMPENSATED);
        JdbcClient.create(rehearsal.database)
                .sql("UPDATE saga SET ended_at = ended_at - interval '91 days'")
                .update();
        var replay = new CompletableFuture<Void>();
        rehearsal.forgetFences = ids -> {
            replay.completeAsync(() -> {
                rehearsal.control(1, ControlAction.REPLAY);
                return null;
            });
            await().until(() -> replay.isDone() || Locks.waiting(rehearsal.database) > 0);
            rehearsal.forgotten.addAll(ids);
        };

        assertThat(rehearsal.coordination.ended().purge()).isEqualTo(1);

        replay.join();
        assertThat(rehearsal.forgotten).containsExactly(id(1));
        assertThat(rehearsal.coordination.queries().find(id(1))).isEmpty();
        assertThat(rehearsal.taken()).isEmpty();
    }
}
