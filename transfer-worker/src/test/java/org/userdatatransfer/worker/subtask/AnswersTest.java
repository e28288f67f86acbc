package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.Unrestored;

/** What a worker answers when it cannot do what it is told. */
class AnswersTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();

    private final Products products = Products.reference();
    private final AnnasFiles files = AnnasFiles.create(products, 120);

    @AfterEach
    void ends() throws Exception {
        products.close();
    }

    @Test
    void failsToTakeBackADataTypeThatHasLeftTheCatalogue() throws Exception {
        transfer();
        var tom = files.owners();

        try (var without = withoutFiles()) {
            assertThat(answer(without, SubTaskAction.COMPENSATE, 2))
                    .extracting(DataTypeResult::outcome, r -> r.reason().orElseThrow())
                    .containsExactly(DataTypeOutcome.FAILED, "NOT_IN_CATALOGUE");
        }
        assertThat(files.owners()).isEqualTo(tom);

        assertThat(undo(3).unrestored()).isEmpty();
        assertThat(files.owners()).isNotEqualTo(tom);
    }

    @Test
    void failsToTransferADataTypeThatHasLeftTheCatalogue() throws Exception {
        try (var without = withoutFiles()) {
            assertThat(answer(without, SubTaskAction.TRANSFER, 1).outcome()).isEqualTo(DataTypeOutcome.FAILED);
        }
    }

    @Test
    void failsToTakeBackWhatTheLedgerHasForgotten() {
        transfer();
        var tom = files.owners();
        files.qm()
                .sql("UPDATE user_data_transfer.sub_task_fence SET applied_since = applied_since - interval '40 days'")
                .update();

        assertThat(undo(2))
                .extracting(DataTypeResult::outcome, r -> r.reason().orElseThrow())
                .containsExactly(DataTypeOutcome.FAILED, "LEDGER_DROPPED");
        assertThat(files.owners()).isEqualTo(tom);
    }

    /** The coordinator has not heard of the first answer, and an operator has it tried again. */
    @Test
    void saysAgainWhatItCouldNotTakeBack() {
        transfer();
        files.qm().sql("DELETE FROM storage_file WHERE seq = 3").update();

        var first = undo(2);

        assertThat(first.unrestored()).hasSize(1);
        assertThat(undo(3)).isEqualTo(first);
    }

    @Test
    void listsAHundredRowsThatItCouldNotTakeBackAndCountsTheRest() {
        transfer();
        files.qm().sql("DELETE FROM storage_file").update();

        var unrestored = undo(2).unrestored();

        assertThat(unrestored).hasSize(101).extracting(Unrestored::reason).containsOnly("DELETED");
        assertThat(unrestored.getLast()).isEqualTo(new Unrestored("public.storage_file", "", "DELETED", 20));
        assertThat(undo(3).unrestored()).isEqualTo(unrestored);
    }

    @Test
    void verifiesBothProductsOfOneDatabase() throws Exception {
        try (var both = Products.of(
                ReferenceDatabases.inOne(ProductDatabases::migrate, "migrated"),
                new EngineSettings(50_000, 50_000, 100, 2))) {
            var hours = new DataTypeName("agent-offline-activity-hours");
            // Each product has its own ids: here anna's are not the same in both.
            both.execute(
                    both.wfm(),
                    """
                    UPDATE agent_account SET agent_id = (
                        SELECT agent_id FROM agent_account WHERE suite_user_id = 'dora' AND tenant_id = 'acme')
                    WHERE suite_user_id = 'anna.leaver' AND tenant_id = 'acme'
                    """);
            both.run(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, AnnasFiles.TYPE);
            both.run(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, hours);
            both.execute(
                    both.wfm(),
                    """
                    INSERT INTO agent_offline_activity_hours (agent_id, day, activity_id, hours)
                    SELECT agent_id, date '2040-01-01', 7, 1 FROM agent_account
                    WHERE suite_user_id = 'anna.leaver' AND tenant_id = 'acme'
                    """);

            both.runner.run(List.of(both.verification(ANNA_TO_TOM, List.of(), AnnasFiles.TYPE)));
            var late = Products.results(
                    both.runner.run(List.of(both.verification(ANNA_TO_TOM, List.of(), hours))).reports().stream());

            assertThat(late.get(hours).tally().moved()).isEqualTo(1);
        }
    }

    private void transfer() {
        products.run(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, AnnasFiles.TYPE);
    }

    private DataTypeResult undo(int epoch) {
        return products.run(ANNA_TO_TOM, SubTaskAction.COMPENSATE, epoch, AnnasFiles.TYPE);
    }

    private Products withoutFiles() {
        return Products.of(
                Catalogues.shippedWith("types:\n  storage-file:\n    enabled: false\n"),
                products.dataSources,
                () -> {});
    }

    private DataTypeResult answer(Products others, SubTaskAction action, int epoch) {
        var command = products.command(ANNA_TO_TOM, action, epoch, AnnasFiles.TYPE);
        return Products.results(others.runner.run(List.of(command)).reports().stream()).get(AnnasFiles.TYPE);
    }
}
