package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/** Sub-tasks that come after others of their product and transfer, and are sent with them. */
class OneWaveTest {

    private static final DataTypeName EVALUATION = new DataTypeName("evaluation");
    private static final DataTypeName COMMENT = new DataTypeName("evaluation-comment");

    private final Products products = Products.reference();
    private final Sample sample = Sample.annaToTom();
    private final JdbcClient qm = JdbcClient.create(products.qm());
    private SubTask evaluation;
    private SubTask comment;
    private SubTask verification;

    @BeforeEach
    void sendsTheWave() {
        evaluation = products.command(sample, SubTaskAction.TRANSFER, 1, EVALUATION);
        comment = after(products.command(sample, SubTaskAction.TRANSFER, 1, COMMENT), EVALUATION);
        verification = products.verification(sample, List.of(EVALUATION, COMMENT), EVALUATION, COMMENT);
    }

    @AfterEach
    void ends() throws Exception {
        products.close();
    }

    @Test
    void isDoneInItsOrderHoweverItIsSentAndReportedAtOnce() {
        assertThat(reports(verification, comment, evaluation))
                .extracting(SubTaskReport::action, Products::outcomes)
                .containsExactly(
                        tuple(
                                SubTaskAction.TRANSFER,
                                Map.of(EVALUATION, DataTypeOutcome.DONE, COMMENT, DataTypeOutcome.DONE)),
                        tuple(SubTaskAction.VERIFY, Map.of()));
        assertThat(commentsOf("anna.leaver")).isZero();
    }

    @Test
    void saysTheSameAgainWhenItIsDeliveredAgain() {
        var first = reports(evaluation, comment, verification);
        assertThat(reports(comment, evaluation, verification)).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void holdsBackWhatComesTooEarlyAndDoesItOnceItIsItsTurn() {
        var before = commentsOf("anna.leaver");
        assertThat(Products.outcomes(reports(comment).getFirst())).containsExactly(entry(COMMENT, DataTypeOutcome.HELD));
        assertThat(Products.outcomes(reports(verification).getFirst())).containsValue(DataTypeOutcome.HELD);
        assertThat(commentsOf("anna.leaver")).isEqualTo(before).isPositive();
        assertThat(fences()).isZero();
        reports(evaluation);
        assertThat(Products.outcomes(reports(comment).getFirst())).containsExactly(entry(COMMENT, DataTypeOutcome.DONE));
        assertThat(commentsOf("anna.leaver")).isZero();
    }

    @Test
    void takesWhatAnotherEpochDidForNothingDone() {
        reports(products.command(sample, SubTaskAction.TRANSFER, 2, EVALUATION));
        assertThat(Products.outcomes(reports(comment).getFirst())).containsExactly(entry(COMMENT, DataTypeOutcome.HELD));
        reports(products.command(sample, SubTaskAction.COMPENSATE, 3, EVALUATION));
        assertThat(Products.outcomes(reports(comment).getFirst())).containsValue(DataTypeOutcome.HELD);
    }

    @Test
    void leavesLateRowsToTheVerificationInTheEnd() {
        reports(evaluation, comment);
        products.execute(
                products.qm(),
                """
                INSERT INTO evaluation (ccr_id, form_id, agent_id, evaluator_id, status)
                SELECT 987654321, 1, d.person_id, e.person_id, 'in_progress'
                FROM person_account e JOIN person_account d ON d.suite_user_id = 'dora' AND d.tenant_id = 'acme'
                WHERE e.suite_user_id = 'anna.leaver' AND e.tenant_id = 'acme'
                """);
        assertThat(Products.outcomes(reports(verification).getFirst())).containsValue(DataTypeOutcome.HELD);
        var inTheEnd = reports(after(verification));
        assertThat(Products.outcomes(inTheEnd.getFirst())).containsExactly(entry(EVALUATION, DataTypeOutcome.DONE));
        assertThat(inTheEnd.getFirst().results().getFirst().tally().moved()).isEqualTo(1);
    }

    private List<SubTaskReport> reports(SubTask... batch) {
        return products.runner.run(List.of(batch)).reports();
    }

    private static SubTask after(SubTask s, DataTypeName... types) {
        return new SubTask(
                s.transferId(),
                s.tenant(),
                s.source(),
                s.target(),
                s.epoch(),
                s.action(),
                s.step(),
                s.product(),
                s.dataTypes(),
                s.whenSourceEmpty(),
                List.of(types));
    }

    private long commentsOf(String user) {
        return qm.sql(
                        """
                        SELECT count(*) FROM evaluation_comment c JOIN person_account p ON p.person_id = c.author_id
                        WHERE p.suite_user_id = :user AND p.tenant_id = 'acme'
                        """)
                .param("user", user)
                .query(Long.class)
                .single();
    }

    private long fences() {
        return qm.sql("SELECT count(*) FROM user_data_transfer.sub_task_fence").query(Long.class).single();
    }
}
