package org.userdatatransfer.worker.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.coordination.CoordinationSettings;
import org.userdatatransfer.worker.coordination.Rehearsal;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.rowhistory.RowHistory;
import org.userdatatransfer.worker.subtask.ProductEngines;
import org.userdatatransfer.worker.subtask.SubTaskMetrics;
import org.userdatatransfer.worker.subtask.SubTaskRunner;
import org.userdatatransfer.worker.subtask.SubTaskRunners;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** Some data types of anna.leaver are tom.taker's now; somebody asks about single rows. */
class RowControllerTest {

    private static final Product QM = new Product("qm");
    private static final Product WFM = new Product("wfm");
    private static final String[] TYPES = {"evaluation", "contact-goal-progress", "archive-audit"};
    private static final String HOURS = "agent-offline-activity-hours";

    private final ReferenceDatabases databases = ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated");
    private final JdbcClient qm = JdbcClient.create(databases.qm());
    private final JdbcClient wfm = JdbcClient.create(databases.wfm());
    private final Rehearsal rehearsal = new Rehearsal(Rehearsal.settings());
    private final long anna = person("anna.leaver");
    private final long tom = person("tom.taker");
    private SubTaskRunner runner;
    private RowHistory rows;
    private MockMvcTester web;

    @BeforeEach
    void transfer() {
        var products = List.of(new ProductDatabase(QM, databases.qm()), new ProductDatabase(WFM, databases.wfm()));
        var live = LiveCatalogue.of(
                Catalogues.shipped(),
                Map.of(QM, SchemaReader.read(qm), WFM, SchemaReader.read(wfm)));
        runner = SubTaskRunners.of(
                live.catalogue(),
                products,
                ProductEngines.of(live, products, new EngineSettings(50_000, 50_000, 100, 2)),
                Runnable::run,
                new SubTaskMetrics(new SimpleMeterRegistry()));
        rows = new RowHistory(live, products);
        web = web(Rehearsal.settings());
        rehearsal.request(request(1, "anna.leaver", "tom.taker"));
        rehearsal.work();
    }

    private MockMvcTester web(CoordinationSettings settings) {
        return Web.of(new RowController(rehearsal.coordination.queries(), rows, settings));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void tellsWhoseARowWasAndThatItIsBack() {
        var moved = number("SELECT min(evaluation_id) FROM evaluation WHERE evaluator_id = :anna"
                + " AND ccr_id NOT IN (SELECT ccr_id FROM evaluation WHERE evaluator_id = :tom)");
        run(SubTaskAction.TRANSFER, 1);
        var story =
                """
                {"transferId": "%s", "product": "qm", "table": "public.evaluation", "key": {"evaluation_id": "%d"},
                 "steps": [{"kind": "MOVED", "dataType": "evaluation", "column": "evaluator_id", "rule": "combine",
                            "before": {"evaluator_id": "%d"}, "after": {"evaluator_id": "%d"}, "undone": %s}]}
                """;
        assertStory("product=qm&table=evaluation&key=" + moved, story.formatted(id(1), moved, anna, tom, false));

        run(SubTaskAction.COMPENSATE, 2);

        assertStory("product=qm&table=public.evaluation&key=" + moved, story.formatted(id(1), moved, anna, tom, true));
    }

    @Test
    void tellsWhatARemovedRowWasAndWhichRuleDecided() {
        var evaluations = "SELECT evaluation_id FROM evaluation WHERE evaluator_id = :anna AND status = 'in_progress'";
        var before = qm.sql(evaluations).param("anna", anna).query(Long.class).list();
        run(SubTaskAction.TRANSFER, 1);
        var removed = before.stream()
                .filter(evaluation ->
                        number("SELECT count(*) FROM evaluation WHERE evaluation_id = " + evaluation) == 0)
                .findFirst()
                .orElseThrow();

        assertStory(
                "product=qm&table=evaluation&key=" + removed,
                """
                {"steps": [{"kind": "REMOVED", "dataType": "evaluation", "rule": "same-evaluation",
                            "before": {"evaluation_id": "%d", "evaluator_id": "%d", "status": "in_progress"},
                            "after": {}}]}
                """
                        .formatted(removed, anna));
    }

    @Test
    void tellsWhatWasAddedToARowThatHasTheUserInItsKey() {
        var goal = number("SELECT min(goal_id) FROM contact_goal_progress p"
                + " WHERE person_id = :anna AND achieved > 0 AND EXISTS ("
                + "SELECT FROM contact_goal_progress o"
                + " WHERE o.goal_id = p.goal_id AND o.period_start = p.period_start AND person_id = :tom)");
        var period = qm.sql("SELECT min(period_start)::text FROM contact_goal_progress p"
                        + " WHERE person_id = :anna AND goal_id = :goal AND achieved > 0 AND EXISTS ("
                        + "SELECT FROM contact_goal_progress o"
                        + " WHERE o.goal_id = p.goal_id AND o.period_start = p.period_start AND person_id = :tom)")
                .params(Map.of("anna", anna, "tom", tom, "goal", goal))
                .query(String.class)
                .single();
        var achieved = "SELECT achieved FROM contact_goal_progress"
                + " WHERE person_id = %d AND goal_id = %d AND period_start = '%s'";
        var mine = number(achieved.formatted(tom, goal, period));
        var theirs = number(achieved.formatted(anna, goal, period));
        run(SubTaskAction.TRANSFER, 1);

        var query = "product=qm&table=contact_goal_progress&key=%d&key=%d&key=%s";
        assertStory(
                query.formatted(goal, tom, period),
                """
                {"key": {"goal_id": "%d", "person_id": "%d", "period_start": "%s"},
                 "steps": [{"kind": "CHANGED", "rule": "same-period",
                            "before": {"achieved": "%d"}, "after": {"achieved": "%d"}}]}
                """
                        .formatted(goal, tom, period, mine, mine + theirs));
        assertStory(
                query.formatted(goal, anna, period),
                """
                {"steps": [{"kind": "REMOVED", "rule": "same-period", "before": {"achieved": "%d"}, "after": {}}]}
                """
                        .formatted(theirs));
    }

    @Test
    void tellsWhatWasFilledInAtTheMove() {
        var audit = number(
                "SELECT min(audit_id) FROM archive_audit WHERE person_id = :anna AND original_actor_id IS NULL");
        run(SubTaskAction.TRANSFER, 1);

        assertStory(
                "product=qm&table=archive_audit&key=" + audit,
                """
                {"steps": [{"kind": "MOVED", "column": "person_id",
                            "before": {"person_id": "%1$d", "original_actor_id": null},
                            "after": {"person_id": "%2$d", "original_actor_id": "%1$d"}}]}
                """
                        .formatted(anna, tom));
    }

    @Test
    void tellsThatALateRowGaveWayToTheTargets() {
        run(1, "anna.leaver", "tom.taker", SubTaskAction.TRANSFER, 1, 0, WFM, HOURS);
        var late = wfm.sql(
                        """
                        INSERT INTO agent_offline_activity_hours (agent_id, day, activity_id, hours)
                        SELECT demo.user_id('acme', 'anna.leaver'), day, activity_id, 1
                        FROM agent_offline_activity_hours
                        WHERE agent_id = demo.user_id('acme', 'tom.taker') LIMIT 1
                        RETURNING agent_offline_activity_hours_id
                        """)
                .query(Long.class)
                .single();
        run(1, "anna.leaver", "tom.taker", SubTaskAction.VERIFY, 1, SubTask.FIRST_VERIFY_STEP, WFM, HOURS);

        assertStory(
                "product=wfm&table=agent_offline_activity_hours&key=" + late,
                """
                {"steps": [{"kind": "REMOVED", "rule": "late",
                            "before": {"agent_offline_activity_hours_id": "%d"}, "after": {}}]}
                """
                        .formatted(late));
    }

    /** Bea approves an evaluation that one transfer removes; she becomes carl; it comes back, and names carl. */
    @Test
    void tellsThatAnotherTransfersUndoHandedARowOn() {
        rehearsal.request(request(2, "bea", "carl"));
        rehearsal.work();
        var removed = number("SELECT min(e.evaluation_id) FROM evaluation e JOIN evaluation o USING (ccr_id, form_id)"
                + " WHERE e.evaluator_id = :anna AND e.status = 'in_progress'"
                + " AND o.evaluator_id = :tom AND o.status = 'approved'");
        qm.sql("UPDATE evaluation SET approver_id = :bea WHERE evaluation_id = :removed")
                .params(Map.of("bea", person("bea"), "removed", removed))
                .update();

        run(SubTaskAction.TRANSFER, 1);
        run(2, "bea", "carl", SubTaskAction.TRANSFER, 1, 0, QM, "evaluation");
        run(SubTaskAction.COMPENSATE, 2);

        assertStory(
                2,
                "product=qm&table=evaluation&key=" + removed,
                """
                {"steps": [{"kind": "MOVED", "column": "approver_id", "rule": "successor",
                            "before": {"approver_id": "%d"}, "after": {"approver_id": "%d"}, "undone": false}]}
                """
                        .formatted(person("bea"), person("carl")));
    }

    @Test
    void saysThatNothingWasDone() {
        run(SubTaskAction.TRANSFER, 1);

        assertStory(
                "product=qm&table=evaluation&key=0",
                """
                {"steps": [], "remark": "The transfer has done nothing to this row."}
                """);
    }

    @Test
    void saysWhenTheLedgerMayHaveForgotten() {
        var s = Rehearsal.settings();
        web = web(new CoordinationSettings(
                s.maxRunning(),
                s.sweepInterval(),
                s.sweepBatch(),
                s.askAgainAfter(),
                s.firstDeferral(),
                s.transferDeadline(),
                s.whenOverdue(),
                s.compensationDeadline(),
                s.compensationRounds(),
                s.compensationPause(),
                Duration.ofNanos(1),
                s.retention()));

        assertThat(web.get().uri("/transfers/{id}/rows?product=qm&table=evaluation&key=1", id(1)))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.remark")
                .asString()
                .matches("The undo window ended on \\S+Z, and what is older than ledger-retention is dropped "
                        + "from the ledger: whether anything was done to this row may no longer be known\\.");
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        assertProblem(9, "product=qm&table=evaluation&key=1", 404, "Nobody knows of a transfer " + id(9));
        assertProblem(1, "table=evaluation&key=1", 400, "product: is not given; write product=one of qm, wfm");
        assertProblem(
                1,
                "product=crm&table=evaluation&key=1",
                404,
                "product 'crm': there is no such product; name one of qm, wfm");
        assertProblem(
                1,
                "product=qm&key=1",
                400,
                "table: is not given; write table=one of public.archive_audit, public.ccr,");
        assertProblem(
                1,
                "product=qm&table=person&key=1",
                404,
                "table 'person': no data type of product 'qm' has it; name one of public.archive_audit,");
        assertProblem(
                1,
                "product=qm&table=a.b.c&key=1",
                400,
                "table: 'a.b.c' is no table name: write table, schema.table");
        assertProblem(
                1,
                "product=qm&table=evaluation",
                400,
                "key []: rows of public.evaluation are known by (evaluation_id); write key=<evaluation_id>");
        assertProblem(
                1,
                "product=qm&table=contact_goal_person&key=1",
                400,
                "key [1]: rows of public.contact_goal_person are known by (goal_id, person_id, role); "
                        + "write key=<goal_id>&key=<person_id>&key=<role>");
        assertProblem(
                1,
                "product=qm&table=evaluation&key=x",
                400,
                "key [x]: ERROR: invalid input syntax for type bigint: \"x\"");
    }

    private void assertStory(String question, String story) {
        assertStory(1, question, story);
    }

    private void assertStory(long transfer, String question, String story) {
        assertThat(web.get().uri("/transfers/%s/rows?%s".formatted(id(transfer), question)))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(story);
    }

    private void assertProblem(long transfer, String question, int status, String problem) {
        assertThat(web.get().uri("/transfers/%s/rows?%s".formatted(id(transfer), question)))
                .hasStatus(status)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .startsWith(problem);
    }

    private void run(SubTaskAction action, int epoch) {
        run(1, "anna.leaver", "tom.taker", action, epoch, 0, QM, TYPES);
    }

    private void run(
            long transfer,
            String source,
            String target,
            SubTaskAction action,
            int epoch,
            int step,
            Product product,
            String... types) {
        runner.run(Stream.of(types)
                .map(type -> new SubTask(
                        id(transfer),
                        new TenantId("acme"),
                        new UserId(source),
                        new UserId(target),
                        epoch,
                        action,
                        step,
                        product,
                        List.of(new DataTypeName(type)),
                        WhenSourceEmpty.KEEP_TARGET,
                        List.of()))
                .toList());
    }

    private long person(String user) {
        return qm.sql("SELECT demo.user_id('acme', :user)").param("user", user).query(Long.class).single();
    }

    private long number(String sql) {
        return qm.sql(sql).params(Map.of("anna", anna, "tom", tom)).query(Long.class).single();
    }
}
