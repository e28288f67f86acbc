package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** Every statement and every commit of every data type fails once. */
class EveryStatementFailsTest {

    @TestFactory
    Stream<DynamicNode> losesTheConnectionAndIsDeliveredAgain() {
        return EveryGroup.once(stage -> {
            stage.tells(deliveredUntilDone(stage, SubTaskAction.TRANSFER, 1, stage::isUntouchedWhereItMatters));
            stage.isTransferred();

            stage.tellsOfNothingLost(
                    deliveredUntilDone(stage, SubTaskAction.COMPENSATE, 2, stage::isTransferredWhereItMatters));
            stage.isUndone();
        });
    }

    /** Delivers again and again, each time one step further, and checks in between. */
    private static Map<DataTypeName, DataTypeResult> deliveredUntilDone(
            Stage stage, SubTaskAction action, int epoch, Runnable nothingHappened) {
        var tampering = Tampering.losingConnection();
        var runner = stage.runner(tampering);
        for (var n = 1; ; n++) {
            tampering.at(n);
            try {
                var results = stage.run(runner, action, epoch);
                assertThat(tampering.wasReached()).as("noticed the loss at step %d", n).isFalse();
                return results;
            } catch (DataAccessResourceFailureException | TransactionSystemException lost) {
                nothingHappened.run();
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> tellsTheSameWhenTheAnswerToTheCommitWasLost() {
        return EveryGroup.together(stage -> {
            var forgetful = stage.runner(Tampering.losingTheAnswerToCommit());

            assertThatThrownBy(() -> stage.run(forgetful, SubTaskAction.TRANSFER, 1))
                    .isInstanceOf(DataAccessResourceFailureException.class);
            stage.isTransferred();
            stage.tells(stage.transfer(1));

            assertThatThrownBy(() -> stage.run(forgetful, SubTaskAction.COMPENSATE, 2))
                    .isInstanceOf(DataAccessResourceFailureException.class);
            stage.isUndone();
            stage.tellsOfNothingLost(stage.undo(2));
        });
    }

    @TestFactory
    Stream<DynamicNode> failsForGoodAndIsCompensated() {
        return EveryGroup.once(stage -> {
            var tampering = Tampering.failing();
            var runner = stage.runner(tampering);
            var epoch = 1;
            for (var n = 1; ; n++) {
                tampering.at(n);
                stage.run(runner, SubTaskAction.TRANSFER, epoch++);
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
