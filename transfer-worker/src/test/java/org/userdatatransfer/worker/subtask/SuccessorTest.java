package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTaskAction;

class SuccessorTest {

    private static final DataTypeName EVALUATION = new DataTypeName("evaluation");

    /** The evaluation that bea approves is archived by one transfer, then bea becomes carl, then the first is undone. */
    @Test
    void namesTheSuccessorOfAUserWhoWasTransferredWhileTheRowWasInTheArchive() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            var first = Sample.annaToTom();
            var second = Sample.between("bea", "carl");

            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.TRANSFER, 1);
            var undone = run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(undone).isEmpty();
            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl", "carl");

            run(products, second, SubTaskAction.COMPENSATE, 2);
            assertThat(SharedEvaluation.approvers(qm)).contains("bea");
        }
    }

    private static List<?> run(Products products, Sample sample, SubTaskAction action, int epoch) {
        return products.run(List.of(products.command(sample, action, epoch, EVALUATION)))
                .get(EVALUATION)
                .unrestored();
    }
}
