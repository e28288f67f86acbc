package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** Shifts that hang on a schedule of the target's, which is overwritten, though they are the source's or somebody else's. */
class TakenAlongTest {

    private static final DataTypeName SCHEDULE = new DataTypeName("dynamic-schedule");

    private final Products products = Products.reference();
    private final JdbcClient wfm = JdbcClient.create(products.wfm());
    private final Sample sample = Sample.annaToTom();

    @BeforeEach
    void hangsShiftsOnAScheduleOfTheTarget() {
        products.execute(
                products.wfm(),
                """
                INSERT INTO dynamic_schedule (agent_id, event_id, offered_at)
                VALUES (demo.user_id('acme', 'tom.taker'), 987654321, now());
                INSERT INTO dynamic_schedule_shift (dynamic_schedule_id, agent_id, starts_at, minutes)
                SELECT s.dynamic_schedule_id, a.agent_id, now() + a.agent_id * interval '1 hour', 60
                FROM dynamic_schedule s, agent_account a
                WHERE s.event_id = 987654321 AND a.tenant_id = 'acme'
                  AND a.suite_user_id IN ('anna.leaver', 'tom.taker', 'dora')
                """);
    }

    @AfterEach
    void ends() throws Exception {
        products.close();
    }

    @Test
    void areFlaggedAndArchivedAndComeBack() {
        var before = shifts();

        assertThat(preview()).contains(new Flag("TAKEN_ALONG", 2, List.of()));
        assertThat(products.transfer(sample, 1).get(SCHEDULE).flags()).contains(new Flag("TAKEN_ALONG", 2, List.of()));
        assertThat(shifts()).doesNotContainAnyElementsOf(before);

        assertThat(products.undo(sample, 2).get(SCHEDULE).unrestored()).isEmpty();
        assertThat(shifts()).containsExactlyElementsOf(before);
    }

    @Test
    void areNoMatterWhereEverybodyHasTheirOwn() {
        products.execute(
                products.wfm(),
                """
                DELETE FROM dynamic_schedule_shift y USING dynamic_schedule s
                WHERE s.dynamic_schedule_id = y.dynamic_schedule_id AND s.agent_id <> y.agent_id
                """);

        assertThat(preview()).extracting(Flag::name).doesNotContain("TAKEN_ALONG");
        assertThat(products.transfer(sample, 1).get(SCHEDULE).flags())
                .extracting(Flag::name)
                .doesNotContain("TAKEN_ALONG");
    }

    private List<Flag> preview() {
        return products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)).get(SCHEDULE).flags();
    }

    private List<String> shifts() {
        return wfm.sql(
                        """
                        SELECT y::text FROM dynamic_schedule_shift y JOIN dynamic_schedule s USING (dynamic_schedule_id)
                        WHERE s.event_id = 987654321 ORDER BY y.dynamic_schedule_shift_id
                        """)
                .query(String.class)
                .list();
    }
}
