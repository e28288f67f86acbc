package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.SubTask;
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
    void areNotAmongTheRowsThatTheTargetHasLost() throws Exception {
        try (var replacing = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE plan (id int PRIMARY KEY, owner bigint);
                        CREATE TABLE note (id int PRIMARY KEY, plan int REFERENCES plan, owner bigint);
                        INSERT INTO plan SELECT CASE WHEN anna THEN 1 ELSE 2 END, person_id FROM two;
                        INSERT INTO note SELECT n, 2, person_id FROM two, generate_series(1, 5) n WHERE anna
                        """,
                """
                note: {product: qm, strategy: overwrite, tables: {note: {key: [id], users: [owner]}}}
                plan:
                  product: qm
                  strategy: overwrite
                  after: [note]
                  tables: {plan: {key: [id], users: [owner], flags: {PLAN_REPLACED: {replaced: true}}}}
                """)) {
            var flags = replacing.transfer(sample, 1).get(new DataTypeName("plan")).flags();

            assertThat(flags)
                    .containsExactlyInAnyOrder(
                            new Flag("PLAN_REPLACED", 1, List.of()), new Flag("TAKEN_ALONG", 5, List.of()));
        }
    }

    /** The large one of the two is put off, and the other one waits for it. */
    @ParameterizedTest
    @ValueSource(strings = {"plan", "place"})
    void comeBackToTheTwoRowsTheyHangOn(String large) throws Exception {
        try (var seats = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE plan (id int PRIMARY KEY, owner bigint);
                        CREATE TABLE place (id int PRIMARY KEY, owner bigint);
                        CREATE TABLE seat (id int PRIMARY KEY, plan int REFERENCES plan, place int REFERENCES place,
                                           owner bigint);
                        INSERT INTO plan SELECT CASE WHEN anna THEN 1 ELSE 2 END, person_id FROM two;
                        INSERT INTO place SELECT CASE WHEN anna THEN 1 ELSE 2 END, person_id FROM two;
                        INSERT INTO seat SELECT 1, 2, 2, person_id FROM two WHERE anna;
                        INSERT INTO %s SELECT 100 + n, person_id FROM two, generate_series(1, 20) n WHERE anna
                        """
                                .formatted(large),
                """
                seat: {product: qm, strategy: overwrite, tables: {seat: {key: [id], users: [owner]}}}
                plan:
                  {product: qm, strategy: overwrite, after: [seat], tables: {plan: {key: [id], users: [owner]}}}
                place:
                  {product: qm, strategy: overwrite, after: [seat, plan], tables: {place: {key: [id], users: [owner]}}}
                """,
                new EngineSettings(10, 10, 100, 2))) {
            var before = DatabaseRows.read(seats.dataSources.get(Products.QM));

            assertThat(inTurn(seats, SubTaskAction.TRANSFER, 1, "seat", "plan", "place"))
                    .containsEntry(new DataTypeName("plan"), List.of(new Flag("TAKEN_ALONG", 1, List.of())));
            inTurn(seats, SubTaskAction.COMPENSATE, 2, "place", "plan", "seat");

            assertThatRows(DatabaseRows.read(seats.dataSources.get(Products.QM))).areAsIn(before);
        }
    }

    /** All at once, each after the one before, and asked again as long as one waits for another. */
    private Map<DataTypeName, List<Flag>> inTurn(Products seats, SubTaskAction action, int epoch, String... types) {
        var commands = new ArrayList<SubTask>();
        for (var type : types) {
            var before = commands.stream().map(SubTask::dataType).toList();
            commands.add(seats.command(sample, action, epoch, new DataTypeName(type), before));
        }
        var results = seats.run(commands);
        while (results.values().stream().anyMatch(result -> result.outcome() == DataTypeOutcome.HELD)) {
            results = seats.run(commands);
        }
        return results.values().stream().collect(Collectors.toMap(DataTypeResult::dataType, DataTypeResult::flags));
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
