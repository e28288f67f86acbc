package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** An undo brings back what was there before, whatever the values are and wherever the worker runs. */
class UndoExactnessTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();

    @Test
    void takesASumBackToNothing() throws Exception {
        try (var products = Products.reference()) {
            var type = new DataTypeName("contact-goal-progress");
            var qm = JdbcClient.create(products.qm());
            qm.sql("ALTER TABLE contact_goal_progress ALTER achieved DROP NOT NULL").update();
            qm.sql("DELETE FROM contact_goal_progress").update();
            qm.sql(
                            """
                            INSERT INTO contact_goal_progress (goal_id, person_id, period_start, achieved)
                            SELECT (SELECT min(goal_id) FROM contact_goal), person_id, date '2026-01-01',
                                   CASE suite_user_id WHEN 'anna.leaver' THEN 5 END
                            FROM person_account WHERE suite_user_id IN ('anna.leaver', 'tom.taker') AND tenant_id = 'acme'
                            """)
                    .update();

            run(products, ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type);
            var undone = run(products, ANNA_TO_TOM, SubTaskAction.COMPENSATE, 2, type);

            assertThat(undone.unrestored()).isEmpty();
            assertThat(qm.sql("SELECT coalesce(achieved::text, 'null') FROM contact_goal_progress ORDER BY 1")
                            .query(String.class)
                            .list())
                    .containsExactly("5", "null");
        }
    }

    private static DataTypeResult run(
            Products products, Sample sample, SubTaskAction action, int epoch, DataTypeName type) {
        return products.run(List.of(products.command(sample, action, epoch, type))).get(type);
    }
}
