package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;
import static org.userdatatransfer.worker.transfer.SubTaskAction.COMPENSATE;
import static org.userdatatransfer.worker.transfer.SubTaskAction.TRANSFER;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.subtask.SubTaskRun;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTask;

/** Every statement and every commit of every data type fails once. */
@Execution(ExecutionMode.CONCURRENT)
class EveryStatementFailsTest {

    private static final int ALL = Integer.MAX_VALUE;

    @TestFactory
    Stream<DynamicNode> losesTheConnectionAndIsDeliveredAgain() {
        return EveryGroup.ofEachShape(stage -> losesTheConnectionAtEveryStep(
                stage, before -> assertThatRows(stage.changingTables()).areAsIn(before)));
    }

    @TestFactory
    Stream<DynamicNode> losesTheConnectionBetweenAnyTwoSlicesAndWithin() {
        return EveryGroup.ofEachShape(15, stage -> losesTheConnectionAtEveryStep(stage, before -> {}));
    }

    /** @param afterLoss is given the rows before the batch whose connection was lost */
    private static void losesTheConnectionAtEveryStep(Stage stage, Consumer<DatabaseRows> afterLoss) {
        var tampering = Tampering.losingConnection();

        stage.tells(
                stage.run(TRANSFER, 1, ALL, batch -> deliveredUntilDone(stage, tampering, batch, afterLoss)));
        stage.isTransferred();

        stage.tellsOfNothingLost(
                stage.run(COMPENSATE, 2, ALL, batch -> deliveredUntilDone(stage, tampering, batch, afterLoss)));
        stage.isUndone();
    }

    /**
     * Delivers a batch again and again, each time one step further, and to a worker that suspects the database of
     * nothing.
     */
    private static SubTaskRun deliveredUntilDone(
            Stage stage,
            Tampering tampering,
            List<SubTask> batch,
            Consumer<DatabaseRows> afterLoss) {
        var before = stage.changingTables();
        for (var n = 1; ; n++) {
            tampering.at(n);
            try {
                var run = stage.runner(tampering).run(batch);
                assertThat(tampering.wasReached()).as("noticed the loss at step %d", n).isFalse();
                return run;
            } catch (DataAccessResourceFailureException | TransactionSystemException lost) {
                afterLoss.accept(before);
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> isCompensatedAfterAnySlice() {
        return EveryGroup.ofEachShape(15, stage -> {
            var runner = stage.runner(dataSource -> dataSource);
            var done = false;
            for (var batches = 1; !done; batches++) {
                done = stage.run(TRANSFER, 2 * batches - 1, batches, runner::run).values().stream()
                        .noneMatch(result -> result.outcome() == DataTypeOutcome.IN_PROGRESS);
                stage.tellsOfNothingLost(stage.undo(2 * batches));
                stage.isUndoneWhereItMatters();
            }
        });
    }

    @TestFactory
    Stream<DynamicNode> tellsTheSameWhenTheAnswerToTheCommitWasLost() {
        return EveryGroup.together(stage -> {
            stage.tells(stage.run(TRANSFER, 1, ALL, batch -> committedUnheard(stage, batch)));
            stage.isTransferred();

            stage.tellsOfNothingLost(stage.run(COMPENSATE, 2, ALL, batch -> committedUnheard(stage, batch)));
            stage.isUndone();
        });
    }

    /** What a second delivery tells of a batch that was committed at the first. */
    private static SubTaskRun committedUnheard(Stage stage, List<SubTask> batch) {
        assertThatThrownBy(() -> stage.runner(Tampering.losingTheAnswerToCommit()).run(batch))
                .isInstanceOf(DataAccessResourceFailureException.class);
        var committed = stage.changingTables();
        var run = stage.runner(dataSource -> dataSource).run(batch);
        assertThatRows(stage.changingTables()).areAsIn(committed);
        return run;
    }

    @TestFactory
    Stream<DynamicNode> failsForGoodAndIsCompensated() {
        return EveryGroup.ofEachShape(stage -> {
            var tampering = Tampering.failing();
            var runner = stage.runner(tampering);
            var epoch = 1;
            for (var n = 1; ; n++) {
                tampering.at(n);
                stage.run(runner, TRANSFER, epoch++);
                if (!tampering.wasReached()) {
                    stage.isTransferred();
                    return;
                }
                stage.tellsOfNothingLost(stage.undo(epoch++));
                stage.isUndoneWhereItMatters();
            }
        });
    }
}
