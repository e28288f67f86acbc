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
            qm.sql("""
                    insert into evaluation (ccr_id, form_id, agent_id, evaluator_id, approver_id, status)
                    select 987654321, 1, d.person_id, e.person_id, b.person_id, s.status
                    from (values ('anna.leaver', 'in_progress'), ('tom.taker', 'approved')) s(evaluator, status)
                    join person_account e on e.suite_user_id = s.evaluator and e.tenant_id = 'acme'
                    join person_account b on b.suite_user_id = 'bea' and b.tenant_id = 'acme'
                    join person_account d on d.suite_user_id = 'dora' and d.tenant_id = 'acme'
                    """).update();
            var first = Sample.annaToTom();
            var second = Sample.between("bea", "carl");

            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.TRANSFER, 1);
            var undone = run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(undone).isEmpty();
            assertThat(approvers(qm)).containsExactly("carl", "carl");

            run(products, second, SubTaskAction.COMPENSATE, 2);
            assertThat(approvers(qm)).contains("bea");
        }
    }

    private static List<?> run(Products products, Sample sample, SubTaskAction action, int epoch) {
        return products.run(List.of(products.command(sample, action, epoch, EVALUATION)))
                .get(EVALUATION)
                .unrestored();
    }

    private static List<String> approvers(JdbcClient qm) {
        return qm.sql("""
                select a.suite_user_id from evaluation e join person_account a on a.person_id = e.approver_id
                where e.ccr_id = 987654321 order by 1
                """).query(String.class).list();
    }
}
