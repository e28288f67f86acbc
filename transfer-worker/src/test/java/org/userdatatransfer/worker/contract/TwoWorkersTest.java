package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.dao.DataAccessResourceFailureException;
import org.userdatatransfer.worker.oracle.Locks;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** Two workers have the same transfer in their hands, one of them in an open transaction. */
@Execution(ExecutionMode.CONCURRENT)
class TwoWorkersTest {

    @TestFactory
    Stream<DynamicNode> doItOnceAndTellTheSame() {
        return EveryGroup.together(stage -> {
            var slow = new SlowWorker(stage);
            var other = inBackground(stage, SubTaskAction.TRANSFER, 1);
            slow.commitWhileOthersWait();

            assertThat(other.join()).isEqualTo(slow.results.join());
            stage.tells(other.join());
            stage.isTransferred();
        });
    }

    @TestFactory
    Stream<DynamicNode> takeBackWhatAZombieCommitsLate() {
        return EveryGroup.together(stage -> {
            var zombie = new SlowWorker(stage);
            var compensation = inBackground(stage, SubTaskAction.COMPENSATE, 2);
            zombie.commitWhileOthersWait();

            stage.tellsSoFar(zombie.results.join());
            stage.tellsOfNothingLost(compensation.join());
            stage.isUndone();
        });
    }

    @TestFactory
    Stream<DynamicNode> takeBackNothingWhenTheZombieDies() {
        return EveryGroup.together(stage -> {
            var zombie = new SlowWorker(stage);
            var compensation = inBackground(stage, SubTaskAction.COMPENSATE, 2);
            zombie.dieWhileOthersWait();

            assertThatThrownBy(zombie.results::join).hasCauseInstanceOf(DataAccessResourceFailureException.class);
            stage.tellsOfNothingLost(compensation.join());
            stage.isUntouched();
            assertThat(stage.transfer(1)).isEmpty();
        });
    }

    private static CompletableFuture<Map<DataTypeName, DataTypeResult>> inBackground(
            Stage stage, SubTaskAction action, int epoch) {
        return CompletableFuture.supplyAsync(
                () -> stage.run(stage.runner(dataSource -> dataSource), action, epoch), Thread::startVirtualThread);
    }

    /** Has done everything but the commit. */
    private static final class SlowWorker {

        private final Stage stage;
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private volatile boolean killed;
        private final CompletableFuture<Map<DataTypeName, DataTypeResult>> results;

        SlowWorker(Stage stage) {
            this.stage = stage;
            var atCommit = new CountDownLatch(1);
            var runner = stage.runner(new Tampering((n, step, connection) -> {
                if (step == Tampering.Step.COMMIT) {
                    atCommit.countDown();
                    uninterrupted(mayGoOn);
                    if (killed) {
                        connection.abort(Runnable::run);
                        throw new SQLException("The worker is killed", "08006");
                    }
                }
            }));
            results = CompletableFuture.supplyAsync(
                    () -> stage.run(runner, SubTaskAction.TRANSFER, 1), Thread::startVirtualThread);
            uninterrupted(atCommit);
        }

        void commitWhileOthersWait() {
            awaitOthers();
            mayGoOn.countDown();
        }

        void dieWhileOthersWait() {
            killed = true;
            awaitOthers();
            mayGoOn.countDown();
        }

        private void awaitOthers() {
            await().until(() -> Locks.waiting(stage.database().dataSource()) > 0);
        }

        private static void uninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
