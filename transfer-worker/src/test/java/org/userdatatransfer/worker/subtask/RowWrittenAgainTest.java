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

    private static SubTask verification(Products products, int round, DataTypeName type) {
        return products.verification(ANNA_TO_TOM, List.of(), type).atStep(SubTask.FIRST_VERIFY_STEP + round);
    }
}
