package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** The accounts by which a product knows the users are changed while transfers of them run. */
class AccountsOfUsersTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();

    private final Products products = Products.reference();
    private final AnnasFiles files = AnnasFiles.create(products, 20);
    private final List<Long> anna = files.owners();

    @AfterEach
    void ends() throws Exception {
        products.close();
    }

    @Test
    void aVerificationGoesOnWithTheTargetOfTheTransferThoughTheAccountLeadsElsewhereNow() {
        products.run(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, AnnasFiles.TYPE);
        var tom = files.owners();
        products.giveTomsAccountToDora();
        files.addLate(anna.getFirst());

        verify();
        assertThat(files.owners()).isEqualTo(tom);

        var undone = products.run(ANNA_TO_TOM, SubTaskAction.COMPENSATE, 2, AnnasFiles.TYPE);
        assertThat(undone.unrestored()).isEmpty();
        assertThat(files.owners()).isEqualTo(anna);
    }

    @Test
    void aVerificationMovesLateRowsThoughTheAccountOfTheSourceIsGone() {
        products.run(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, AnnasFiles.TYPE);
        var tom = files.owners();
        files.addLate(anna.getFirst());
        takeAwayTheAccountOfTheSource();

        verify();

        assertThat(files.owners()).isEqualTo(tom);
    }

    @Test
    void theOtherDataTypesAreMovedThoughTheAccountOfTheSourceIsGone() {
        products.run(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, new DataTypeName("ccr"));
        takeAwayTheAccountOfTheSource();

        var result = products.run(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, AnnasFiles.TYPE);

        assertThat(result.outcome()).isEqualTo(DataTypeOutcome.DONE);
        assertThat(files.owners()).doesNotContainAnyElementsOf(anna);
    }

    @Test
    void aDataTypeFailsIfTheAccountOfTheSourceIsGoneBeforeAnythingIsMoved() {
        takeAwayTheAccountOfTheSource();

        var result = products.run(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, AnnasFiles.TYPE);

        assertThat(result.outcome()).isEqualTo(DataTypeOutcome.FAILED);
        assertThat(result.reason()).contains("SOURCE_NOT_IN_PRODUCT");
        assertThat(files.owners()).isEqualTo(anna);
    }

    /** Two sources into one person by two accounts, in one batch. */
    @Test
    void oneIsOverwrittenAfterTheOtherThoughTheirTargetsAreOnePerson() {
        var type = new DataTypeName("agent-productivity");
        var wfm = JdbcClient.create(products.wfm());
        wfm.sql("DELETE FROM agent_productivity").update();
        productivity(wfm, "anna.leaver", 5, 1);
        productivity(wfm, "bea", 6, 10);
        productivity(wfm, "tom.taker", 7, 100);
        wfm.sql("SELECT demo.add_alias('acme', 'tom.second', 'tom.taker')").query().listOfRows();

        var reports = products.runner
                .run(List.of(
                        products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type),
                        products.command(Sample.between("bea", "tom.second"), SubTaskAction.TRANSFER, 1, type)))
                .reports();

        assertThat(reports)
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.results().getFirst().tally().live()).isZero());
        assertThat(wfm.sql("SELECT DISTINCT signed_in_seconds FROM agent_productivity").query(Integer.class).list())
                .containsExactly(6);
    }

    private void verify() {
        products.runner.run(List.of(products.verification(ANNA_TO_TOM, List.of(), AnnasFiles.TYPE)));
    }

    private void takeAwayTheAccountOfTheSource() {
        files.qm().sql("DELETE FROM person_account WHERE suite_user_id = 'anna.leaver'").update();
    }

    private static void productivity(JdbcClient wfm, String user, int seconds, int from) {
        wfm.sql(
                        """
                        INSERT INTO agent_productivity
                            (agent_id, grain, period_start, signed_in_seconds, productive_seconds)
                        SELECT agent_id, 'day', date '2026-01-01' + i, :seconds, 1
                        FROM agent_account, generate_series(:from, :from + 3) i
                        WHERE suite_user_id = :user AND tenant_id = 'acme'
                        """)
                .param("user", user)
                .param("seconds", seconds)
                .param("from", from)
                .update();
    }
}
