package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.oracle.HelpDesk;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;

/** The database does not do what it is told. */
class InterferenceTest {

    @Test
    void aTriggerThatSwallowsARowFailsItsDataType() {
        var macro = new DataTypeName("macro");
        try (var stage = new Stage(TestProduct.DESK, TestProduct.DESK.users, Set.of(macro), 50_000)) {
            stage.database().run(HelpDesk.SWALLOWING_TRIGGER);

            var result = stage.transfer(1).get(macro);

            assertThat(result.outcome()).isEqualTo(DataTypeOutcome.FAILED);
            assertThat(result.reason()).contains("ROWS_WITHHELD");
            stage.isUntouched();
            assertThat(stage.transfer(1)).containsEntry(macro, result);
        }
    }
}
