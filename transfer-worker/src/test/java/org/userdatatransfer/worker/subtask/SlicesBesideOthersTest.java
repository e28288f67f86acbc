package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.Locks;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.Unrestored;

/** What others do while a large data type is moved or taken back, slice by slice. */
@Execution(ExecutionMode.CONCURRENT)
class SlicesBesideOthersTest {

    private static final EngineSettings SLICES_OF_FIVE = new EngineSettings(5, 5, 100, 2);
    private static final DataTypeName EVALUATION = new DataTypeName("evaluation");
    private static final Sample ANNA_TO_TOM = Sample.annaToTom();
    private static final Sample BEA_TO_CARL = Sample.between("bea", "carl");

    /** One transaction at a time, so that something can be done between two. */
    private static final class Slices {

        private final ProductDatabase database;
        private final FencedBatch batch;

        Slices(Products products) {
            database = new ProductDatabase(Products.QM, products.qm());
            var engines = ProductEngines.of(products.live, List.of(database), SLICES_OF_FIVE);
            batch = new FencedBatch(
                    products.live.catalogue(),
                    engines.engines().get(Products.QM),
                    engines.users().get(Products.QM),
                    database.jdbc());
        }

        DataTypeResult run(SubTask slice) {
            return database.inTransaction(() -> within(slice));
        }

        DataTypeResult within(SubTask slice) {
            var one = List.of(slice);
            return batch.run(one, batch.users(one)).getFirst().results().getFirst();
        }
    }

    @Test
    void comeToAnEndThoughATriggerHoldsARowBack() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int PRIMARY KEY, owner bigint, locked boolean);
                        INSERT INTO note SELECT i, person_id, i = 3 FROM two, generate_series(1, 20) i WHERE anna;
                        CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS
                            $$ BEGIN IF OLD.locked THEN NEW.owner := OLD.owner; END IF; RETURN NEW; END $$;
                        CREATE TRIGGER stay BEFORE UPDATE ON note FOR EACH ROW EXECUTE FUNCTION stay()
                        """,
                """
                note: {product: qm, strategy: combine, tables: {note: {key: [id], users: [owner]}}}
                """,
                SLICES_OF_FIVE)) {
            var type = new DataTypeName("note");
            var slices = new Slices(products);
            var transfer = products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type);
            for (var step = 0; step <= 3; step++) {
                assertThat(slices.run(transfer.atStep(step)).outcome()).isEqualTo(DataTypeOutcome.IN_PROGRESS);
            }

            assertThat(products.run(List.of(transfer.atStep(4))).get(type).outcome())
                    .isEqualTo(DataTypeOutcome.FAILED);
        }
    }

    @Test
    void listsARowOnceThatIsWrittenAgainBetweenTwoSlices() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE desk (nr int PRIMARY KEY, owner bigint, note text);
                CREATE INDEX ON desk (owner);
                INSERT INTO desk SELECT i, demo.user_id('acme', 'tom.taker'), 'old' FROM generate_series(1, 15) i;
                INSERT INTO desk SELECT i, demo.user_id('acme', 'anna.leaver'), 'old' FROM generate_series(101, 102) i
                """,
                """
                desk: {product: qm, strategy: overwrite, live: true, tables: {desk: {key: [nr], users: [owner]}}}
                """,
                SLICES_OF_FIVE)) {
            var type = new DataTypeName("desk");
            var slices = new Slices(products);
            var transfer = products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type);
            for (var step = 0; step <= 2; step++) {
                slices.run(transfer.atStep(step));
            }
            products.execute(
                    products.qm(), "INSERT INTO desk VALUES (1, demo.user_id('acme', 'tom.taker'), 'new')");
            products.run(List.of(transfer.atStep(3)));
            assertThat(products.texts("SELECT note FROM desk WHERE nr = 1")).isEmpty();

            var undone = products.undo(ANNA_TO_TOM, 2).get(type);

            assertThat(products.texts("SELECT note FROM desk WHERE nr = 1")).containsExactly("new");
            assertThat(undone.unrestored()).containsExactly(new Unrestored("public.desk", "[1]", "CLASHES"));
        }
    }

    @Test
    void removesAllOfTheTargetThoughSomebodyChangesOneOfItsRows() throws Exception {
        try (var products = Products.reference(SLICES_OF_FIVE)) {
            var type = new DataTypeName("agent-offline-activity-hours");
            var wfm = JdbcClient.create(products.wfm());
            wfm.sql("DELETE FROM agent_offline_activity_hours").update();
            offlineHours(wfm, "tom.taker", 40, 7);
            offlineHours(wfm, "anna.leaver", 12, 8);

            CompletableFuture<DataTypeResult> run;
            try (var somebody = products.wfm().getConnection()) {
                somebody.setAutoCommit(false);
                try (var change = somebody.createStatement()) {
                    change.executeUpdate(
                            """
                            UPDATE agent_offline_activity_hours SET hours = 5 WHERE agent_offline_activity_hours_id =
                                (SELECT min(agent_offline_activity_hours_id) FROM agent_offline_activity_hours)
                            """);
                }
                run = CompletableFuture.supplyAsync(() -> products.run(List.of(
                                products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type)))
                        .get(type));
                awaitWaiting(products.wfm());
                somebody.commit();
            }

            assertThat(run.join().outcome()).isEqualTo(DataTypeOutcome.DONE);
            assertThat(wfm.sql("SELECT activity_id || ' x ' || count(*) FROM agent_offline_activity_hours"
                                    + " GROUP BY activity_id")
                            .query(String.class)
                            .list())
                    .containsExactly("8 x 12");
        }
    }

    @Test
    void removesWhatIsInAPartitionThatIsNewSinceTheStart() throws Exception {
        try (var products = Products.reference(SLICES_OF_FIVE)) {
            var type = new DataTypeName("agent-service-productivity");
            var wfm = JdbcClient.create(products.wfm());
            wfm.sql("CREATE TABLE of_2030 PARTITION OF agent_service_productivity_interval"
                            + " FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')")
                    .update();
            wfm.sql("DELETE FROM agent_service_productivity_interval").update();
            productivity(wfm, "tom.taker", 111, 10);
            productivity(wfm, "anna.leaver", 222, 7);

            products.run(List.of(products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type)));

            assertThat(wfm.sql("SELECT handled || ' x ' || count(*) FROM agent_service_productivity_interval"
                                    + " GROUP BY handled")
                            .query(String.class)
                            .list())
                    .containsExactly("222 x 14");
        }
    }

    @Test
    void goesOnWithAnUndoThatFailedWhereItFailed() throws Exception {
        try (var products = Products.reference(SLICES_OF_FIVE)) {
            var type = new DataTypeName("contact-goal-progress");
            var qm = JdbcClient.create(products.qm());
            qm.sql("DELETE FROM contact_goal_progress").update();
            progress(qm, "anna.leaver", 20, 10);
            progress(qm, "tom.taker", 6, 100);
            var before = progressOf(qm);
            products.run(List.of(products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type)));
            qm.sql("CREATE FUNCTION not_now() RETURNS trigger LANGUAGE plpgsql"
                            + " AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$")
                    .update();
            qm.sql("CREATE TRIGGER not_now BEFORE INSERT ON contact_goal_progress"
                            + " FOR EACH ROW EXECUTE FUNCTION not_now()")
                    .update();

            var first = undo(products, 2, type);
            qm.sql("DROP TRIGGER not_now ON contact_goal_progress").update();
            var second = undo(products, 3, type);

            assertThat(first.outcome()).isEqualTo(DataTypeOutcome.FAILED);
            assertThat(second.outcome()).isEqualTo(DataTypeOutcome.DONE);
            assertThat(second.unrestored()).isEmpty();
            assertThat(progressOf(qm)).isEqualTo(before);
        }
    }

    /** What has moved already names the target, too. */
    @Test
    void removesNothingThatHasMovedThoughTheNextWorkerKnowsOneMorePartition() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE note (id int PRIMARY KEY, owner bigint NOT NULL) PARTITION BY RANGE (id);
                CREATE TABLE note_0 PARTITION OF note FOR VALUES FROM (0) TO (1000);
                INSERT INTO note SELECT i, person_id FROM person_account, generate_series(1, 20) i
                WHERE suite_user_id = 'anna.leaver' AND tenant_id = 'acme';
                INSERT INTO note SELECT i, person_id FROM person_account, generate_series(101, 107) i
                WHERE suite_user_id = 'tom.taker' AND tenant_id = 'acme'
                """,
                "note: {product: qm, strategy: overwrite, tables: {note: {key: [id], users: [owner]}}}",
                SLICES_OF_FIVE)) {
            var qm = JdbcClient.create(products.qm());
            var slices = new Slices(products);
            var transfer = products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, new DataTypeName("note"));
            var step = 0;
            while (step < 100 && slices.run(transfer.atStep(step++)).rowsDone() < 7 + 5) {}
            qm.sql("CREATE TABLE note_1 PARTITION OF note FOR VALUES FROM (1000) TO (2000)").update();

            slices = new Slices(products.restarted());
            while (step < 100 && slices.run(transfer.atStep(step++)).outcome() == DataTypeOutcome.IN_PROGRESS) {}

            assertThat(qm.sql("SELECT count(*) || ' of ' || count(DISTINCT owner) FROM note")
                            .query(String.class)
                            .single())
                    .isEqualTo("20 of 1");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"anna.leaver", "tom.taker"})
    void movesAndTakesBackTheRestThoughAnAccountIsGone(String gone) throws Exception {
        try (var products = Products.reference(SLICES_OF_FIVE)) {
            var type = new DataTypeName("storage-file");
            var qm = JdbcClient.create(products.qm());
            qm.sql("DELETE FROM storage_file").update();
            qm.sql(
                            """
                            INSERT INTO storage_file (ccr_id, kind, seq, owner_id, stored_path, size_bytes)
                            SELECT 5, 'x', i, person_id, '', 1 FROM person_account, generate_series(1, 20) i
                            WHERE suite_user_id = 'anna.leaver' AND tenant_id = 'acme'
                            """)
                    .update();
            var anna = owners(qm);
            var slices = new Slices(products);
            var transfer = products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type);
            for (var step = 0; step <= 3; step++) {
                assertThat(slices.run(transfer.atStep(step)).outcome()).isEqualTo(DataTypeOutcome.IN_PROGRESS);
            }
            qm.sql("DELETE FROM person_account WHERE suite_user_id = :gone")
                    .param("gone", gone)
                    .update();

            var next = slices.run(transfer.atStep(4));
            undo(products, 2, type);

            assertThat(next.outcome()).isEqualTo(DataTypeOutcome.IN_PROGRESS);
            assertThat(owners(qm)).isEqualTo(anna);
        }
    }

    @Test
    void isNotStoppedByARowThatAnotherTransferArchives() throws Exception {
        try (var products = Products.reference(SLICES_OF_FIVE)) {
            var result = withARowArchivedBetweenSlices(products);

            assertThat(result.outcome()).isEqualTo(DataTypeOutcome.DONE);
            assertThat(result.tally().conserved()).isFalse();
        }
    }

    @Test
    void isTheSuccessorInARowThatWasArchivedBetweenItsSlices() throws Exception {
        try (var products = Products.reference(SLICES_OF_FIVE)) {
            withARowArchivedBetweenSlices(products);

            undo(products, 2, EVALUATION);

            assertThat(SharedEvaluation.approvers(JdbcClient.create(products.qm()))).containsExactly("carl", "carl");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"TRANSFER, carl", "COMPENSATE, bea"})
    void waitsForAnUndoThatPutsARowBackWhichNamesItsUser(SubTaskAction action, String approver) throws Exception {
        try (var products = Products.reference(SLICES_OF_FIVE)) {
            var qm = JdbcClient.create(products.qm());
            evaluations(qm);
            var slices = new Slices(products);
            products.run(List.of(products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, EVALUATION)));
            if (action == SubTaskAction.COMPENSATE) {
                products.run(List.of(products.command(BEA_TO_CARL, SubTaskAction.TRANSFER, 1, EVALUATION)));
            }
            var undo = products.command(ANNA_TO_TOM, SubTaskAction.COMPENSATE, 2, EVALUATION);
            var beside = products.command(BEA_TO_CARL, action, action == SubTaskAction.COMPENSATE ? 2 : 1, EVALUATION);

            var other = Optional.<CompletableFuture<DataTypeResult>>empty();
            var result = slices.run(undo);
            for (var step = 1; result.outcome() == DataTypeOutcome.IN_PROGRESS; step++) {
                var slice = undo.atStep(step);
                var started = other;
                var both = slices.database.inTransaction(() -> {
                    var said = slices.within(slice);
                    return new Both(
                            said,
                            started.or(() -> isBack(slices)
                                    ? Optional.of(waiting(
                                            products,
                                            () -> products.run(List.of(beside)).get(EVALUATION)))
                                    : Optional.empty()));
                });
                result = both.result();
                other = both.other();
            }

            assertThat(other.orElseThrow().join().outcome()).isEqualTo(DataTypeOutcome.DONE);
            assertThat(SharedEvaluation.approvers(qm)).containsExactly(approver, approver);
        }
    }

    private record Both(DataTypeResult result, Optional<CompletableFuture<DataTypeResult>> other) {}

    /** Whether the row that was archived is there again, as the transaction under way sees it. */
    private static boolean isBack(Slices slices) {
        return slices.database.jdbc()
                .sql("SELECT count(*) = 2 FROM evaluation WHERE ccr_id = :call")
                .param("call", SharedEvaluation.CALL)
                .query(Boolean.class)
                .single();
    }

    /** Starts something, which then waits for the transaction under way. */
    private static CompletableFuture<DataTypeResult> waiting(
            Products products, Supplier<DataTypeResult> what) {
        var other = CompletableFuture.supplyAsync(what);
        awaitWaiting(products.qm());
        return other;
    }

    private static void awaitWaiting(DataSource database) {
        await("somebody waits for a lock").atMost(Duration.ofSeconds(30)).until(() -> Locks.waiting(database) > 0);
    }

    private static DataTypeResult undo(Products products, int epoch, DataTypeName type) {
        return products.run(List.of(products.command(ANNA_TO_TOM, SubTaskAction.COMPENSATE, epoch, type)))
                .get(type);
    }

    private static void offlineHours(JdbcClient wfm, String user, int rows, int activity) {
        wfm.sql(
                        """
                        INSERT INTO agent_offline_activity_hours (agent_id, day, activity_id, hours)
                        SELECT agent_id, date '2026-01-01' + i, :activity, 1
                        FROM agent_account, generate_series(1, :rows) i
                        WHERE suite_user_id = :user AND tenant_id = 'acme'
                        """)
                .param("user", user)
                .param("rows", rows)
                .param("activity", activity)
                .update();
    }

    private static void productivity(JdbcClient wfm, String user, int handled, int rows) {
        wfm.sql(
                        """
                        INSERT INTO agent_service_productivity_interval
                            (agent_id, service_id, period_start, handled, talk_seconds)
                        SELECT agent_id, 77, month + i * interval '1 hour', :handled, 1
                        FROM agent_account, generate_series(1, :rows) i,
                             (VALUES (timestamptz '2026-03-02'), ('2030-03-02')) m(month)
                        WHERE suite_user_id = :user AND tenant_id = 'acme'
                        """)
                .param("user", user)
                .param("handled", handled)
                .param("rows", rows)
                .update();
    }

    private static void progress(JdbcClient qm, String user, int rows, int achieved) {
        qm.sql(
                        """
                        INSERT INTO contact_goal_progress (goal_id, person_id, period_start, achieved)
                        SELECT (SELECT min(goal_id) FROM contact_goal), person_id, date '2026-01-01' + i, :achieved
                        FROM person_account, generate_series(1, :rows) i
                        WHERE suite_user_id = :user AND tenant_id = 'acme'
                        """)
                .param("user", user)
                .param("rows", rows)
                .param("achieved", achieved)
                .update();
    }

    private static List<String> progressOf(JdbcClient qm) {
        return qm.sql("SELECT person_id || ': ' || achieved || ' x ' || count(*) FROM contact_goal_progress"
                        + " GROUP BY person_id, achieved ORDER BY 1")
                .query(String.class)
                .list();
    }

    private static List<Long> owners(JdbcClient qm) {
        return qm.sql("SELECT DISTINCT owner_id FROM storage_file").query(Long.class).list();
    }

    /** What becomes of bea, whose transfer has begun when another one archives a row that names her. */
    private static DataTypeResult withARowArchivedBetweenSlices(Products products) {
        evaluations(JdbcClient.create(products.qm()));
        var slices = new Slices(products);
        var large = products.command(BEA_TO_CARL, SubTaskAction.TRANSFER, 1, EVALUATION);
        assertThat(slices.run(large).outcome()).isEqualTo(DataTypeOutcome.IN_PROGRESS);
        assertThat(slices.run(large.atStep(1)).outcome()).isEqualTo(DataTypeOutcome.IN_PROGRESS);
        products.run(List.of(products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, EVALUATION)));
        return products.run(List.of(large.atStep(2))).get(EVALUATION);
    }

    /**
     * anna and tom have evaluated the same, and tom's wins; bea approves both, and a dozen more; anna has a dozen, too.
     */
    private static void evaluations(JdbcClient qm) {
        qm.sql(
                        """
                        INSERT INTO evaluation (ccr_id, form_id, agent_id, evaluator_id, approver_id, status)
                        SELECT 900000000 + i, 1, d.person_id, e.person_id,
                               CASE WHEN e.suite_user_id = 'dora' THEN b.person_id END, 'completed'
                        FROM person_account e
                        JOIN person_account b ON b.suite_user_id = 'bea' AND b.tenant_id = 'acme'
                        JOIN person_account d ON d.suite_user_id = 'dora' AND d.tenant_id = 'acme'
                        CROSS JOIN generate_series(1, 12) i
                        WHERE e.suite_user_id IN ('anna.leaver', 'dora') AND e.tenant_id = 'acme'
                        """)
                .update();
        SharedEvaluation.create(qm);
    }
}
