package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.Unrestored;

/** A row that is archived, written again under the same key and archived again: one comes back, the other is listed. */
@Execution(ExecutionMode.CONCURRENT)
class RowWrittenAgainTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();

    @Test
    void isListedOnceIfItCameLateTwice() throws Exception {
        try (var products = Products.reference()) {
            var type = new DataTypeName("agent-real-time-state");
            var wfm = JdbcClient.create(products.wfm());
            var anna = wfm.sql("SELECT demo.user_id('acme', 'anna.leaver')").query(Long.class).single();
            products.transfer(ANNA_TO_TOM, 1);
            for (var round = 0; round < 2; round++) {
                products.execute(
                        products.wfm(),
                        "INSERT INTO agent_real_time_state (agent_id, state, since) VALUES (%d, 'late %d', now())"
                                .formatted(anna, round));
                products.run(List.of(verification(products, round, type)));
            }

            var undone = products.undo(ANNA_TO_TOM, 2).get(type);

            assertThat(undone.unrestored()).extracting(Unrestored::key).contains("[%d]".formatted(anna));
            assertThat(wfm.sql("SELECT state FROM agent_real_time_state WHERE agent_id = ?")
                            .param(anna)
                            .query(String.class)
                            .list())
                    .hasSize(1)
                    .doesNotContain("late 0");
        }
    }

    @Test
    void isBackOnceIfItWasGivenBackAndMovedTwice() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int PRIMARY KEY, owner bigint);
                        INSERT INTO note SELECT 1, person_id FROM two WHERE anna
                        """,
                """
                note: {product: qm, strategy: combine, tables: {note: {key: [id], users: [owner]}}}
                """)) {
            var type = new DataTypeName("note");
            products.transfer(ANNA_TO_TOM, 1);
            for (var round = 0; round < 2; round++) {
                giveBack(products);
                products.run(List.of(verification(products, round, type)));
            }

            assertThat(products.undo(ANNA_TO_TOM, 2).get(type).unrestored()).isEmpty();
            assertThat(products.texts("SELECT anna::text FROM note JOIN two ON owner = person_id"))
                    .containsExactly("true");
        }
    }

    @Test
    void isListedIfAFilledColumnStillNamesTheSource() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int PRIMARY KEY, owner bigint, maker bigint);
                        INSERT INTO note SELECT i, person_id FROM two, generate_series(1, 2) i WHERE anna
                        """,
                """
                note:
                  product: qm
                  strategy: combine
                  tables:
                    note: {key: [id], users: [owner], keeps: [maker], fill: {maker: owner}}
                """)) {
            products.transfer(ANNA_TO_TOM, 1);
            giveBack(products);

            assertThat(products.undo(ANNA_TO_TOM, 2).get(new DataTypeName("note")).unrestored())
                    .containsExactly(new Unrestored("public.note", "[1]", "MOVED_ON"));
        }
    }

    private static void giveBack(Products products) {
        products.execute(
                products.qm(), "UPDATE note SET owner = (SELECT person_id FROM two WHERE anna) WHERE id = 1");
    }

    private static SubTask verification(Products products, int round, DataTypeName type) {
        return products.verification(ANNA_TO_TOM, List.of(), type).atStep(SubTask.FIRST_VERIFY_STEP + round);
    }
}
