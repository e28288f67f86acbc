package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** Just those rows are flagged that a person should look at: bea's evaluations become carl's. */
class FlagTest {

    private static final DataTypeName EVALUATION = new DataTypeName("evaluation");

    @Test
    void namesTheRowsInWhichOneUserWillBeBoth() throws Exception {
        try (var products = Products.reference()) {
            products.execute(products.qm(), "truncate evaluation cascade");
            // 1 to 4 are to be flagged. In 5 the agent stays bea, in 6 to 8 no two are alike, or they were before. Of 9
            // and 10 the second stays, of 11 and 12 the first, which is to be flagged.
            products.execute(products.qm(), """
                    insert into evaluation (evaluation_id, ccr_id, form_id, evaluator_id, approver_id, agent_id, status)
                    overriding system value
                    select r.id, r.ccr, 1, e.person_id, p.person_id, a.person_id, r.status
                    from (values (1, 101, 'bea', 'carl', 'dora', 'completed'),
                                 (2, 102, 'carl', 'bea', 'dora', 'completed'),
                                 (3, 103, 'bea', 'bea', 'dora', 'completed'),
                                 (4, 104, 'bea', 'dora', 'carl', 'completed'),
                                 (5, 105, 'bea', 'dora', 'bea', 'completed'),
                                 (6, 106, 'bea', null, 'dora', 'completed'),
                                 (7, 107, 'dora', 'bea', 'carl', 'completed'),
                                 (8, 108, 'carl', 'carl', 'carl', 'completed'),
                                 (9, 109, 'bea', 'carl', 'dora', 'in_progress'),
                                 (10, 109, 'carl', 'dora', 'dora', 'approved'),
                                 (11, 110, 'bea', 'carl', 'dora', 'approved'),
                                 (12, 110, 'carl', 'bea', 'dora', 'in_progress'))
                        r(id, ccr, evaluator, approver, agent, status)
                    join person_account e on e.suite_user_id = r.evaluator and e.tenant_id = 'acme'
                    join person_account a on a.suite_user_id = r.agent and a.tenant_id = 'acme'
                    left join person_account p on p.suite_user_id = r.approver and p.tenant_id = 'acme'
                    """);
            var sample = Sample.between("bea", "carl");
            var expected = List.of(
                    new Flag("SELF_APPROVAL", 4, List.of("[1]", "[2]", "[3]", "[11]")),
                    new Flag("SELF_EVALUATION", 1, List.of("[4]")));

            assertThat(flags(products, sample, SubTaskAction.PREVIEW)).containsAll(expected);
            assertThat(flags(products, sample, SubTaskAction.TRANSFER)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static List<Flag> flags(Products products, Sample sample, SubTaskAction action) {
        return products.run(List.of(products.command(sample, action, 1, EVALUATION)))
                .get(EVALUATION)
                .flags();
    }
}
