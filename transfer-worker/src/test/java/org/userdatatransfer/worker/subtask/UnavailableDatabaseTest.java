package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTaskAction;

class UnavailableDatabaseTest {

    private static final DataTypeName CCR = new DataTypeName("ccr");

    @Test
    void isLeftAloneForAWhileOnceItCannotBeUsedAndNoTransferIsToBlame() throws Exception {
        var products = Products.reference();
        var batch = List.of(products.command(Sample.annaToTom(), SubTaskAction.TRANSFER, 1, CCR));
        products.close();

        for (var attempt = 1; attempt <= 5; attempt++) {
            assertThatThrownBy(() -> products.runner.run(batch)).isNotInstanceOf(CallNotPermittedException.class);
        }
        assertThatThrownBy(() -> products.runner.run(batch)).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void isNotSuspectedBecauseTransfersFail() throws Exception {
        try (var products = Products.reference()) {
            var type = new DataTypeName("agent-work-hours");
            for (var i = 0; i < 6; i++) {
                var failing = Sample.between("fred.failing", "gina.blocked");
                assertThat(products.run(List.of(products.command(failing, SubTaskAction.TRANSFER, 1, type)))
                                .get(type)
                                .outcome())
                        .isEqualTo(DataTypeOutcome.FAILED);
            }
        }
    }
}
