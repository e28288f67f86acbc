package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.Locks;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.Unrestored;

@Execution(ExecutionMode.CONCURRENT)
class SuccessorTest {

    private static final DataTypeName EVALUATION = new DataTypeName("evaluation");
    private static final DataTypeName SCHEDULE = new DataTypeName("dynamic-schedule");
    private static final DataTypeName SHIFT = new DataTypeName("dynamic-schedule-shift");

    private static final String EVALUATION_IN_THE_WAY =
            """
            INSERT INTO evaluation (evaluation_id, ccr_id, form_id, agent_id, evaluator_id, status)
            OVERRIDING SYSTEM VALUE
            SELECT (image->>'evaluation_id')::bigint, 1, 1, dora, dora, 'in_progress'
            FROM user_data_transfer.row_ledger, unnest(images) image, demo.user_id('acme', 'dora') dora
            WHERE (image->>'ccr_id')::bigint = %d
            """
                    .formatted(SharedEvaluation.CALL);

    private final Sample first = Sample.annaToTom();
    private final Sample second = Sample.between("bea", "carl");

    /**
     * The evaluation that bea approves is archived by one transfer, then bea becomes carl, then the first is undone.
     */
    @Test
    void namesTheSuccessorOfAUserWhoWasTransferredWhileTheRowWasInTheArchive() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);

            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.TRANSFER, 1);
            var undone = run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(undone).isEmpty();
            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl", "carl");

            run(products, second, SubTaskAction.COMPENSATE, 2);
            assertThat(SharedEvaluation.approvers(qm)).contains("bea");
        }
    }

    @Test
    void namesTheLastOfSeveralSuccessors() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            var third = Sample.between("carl", "sam.supervisor");

            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.TRANSFER, 1);
            run(products, third, SubTaskAction.TRANSFER, 1);
            run(products, first, SubTaskAction.COMPENSATE, 2);
            assertThat(SharedEvaluation.approvers(qm)).containsExactly("sam.supervisor", "sam.supervisor");

            run(products, third, SubTaskAction.COMPENSATE, 2);
            run(products, second, SubTaskAction.COMPENSATE, 2);
            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "bea");
        }
    }

    /** Somebody has let bea approve again since, and VERIFY was through by then. */
    @Test
    void namesAUserStillWhoWasTransferredBeforeTheRowWasArchived() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            run(products, second, SubTaskAction.TRANSFER, 1);
            verify(products, second);
            SharedEvaluation.create(qm);

            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "bea");
        }
    }

    /** Bea was transferred, undone, and is transferred again while the row is in the archive. */
    @Test
    void namesTheSuccessorAfterAReplay() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            run(products, second, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.COMPENSATE, 2);
            SharedEvaluation.create(qm);

            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.TRANSFER, 3);
            run(products, first, SubTaskAction.COMPENSATE, 2);
            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl", "carl");

            assertThat(run(products, second, SubTaskAction.COMPENSATE, 4)).isEmpty();
            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "bea");
        }
    }

    /** Bea has become carl, her row is archived, and then she is bea again. */
    @Test
    void namesTheUserAgainWhoseTransferWasUndoneWhileTheRowWasInTheArchive() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);

            transfersTheSecondBeforeTheFirstAndUndoesThemInThatOrder(products);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "bea");
            assertThat(qm.sql("SELECT count(*) FROM user_data_transfer.row_ledger WHERE rule = 'successor'")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    /** It was moved and taken back; then somebody gave it to carl. */
    @Test
    void leavesARowToItsUserWhichOnlyAnEarlierRunHadMoved() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            run(products, second, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.COMPENSATE, 2);
            givesToCarl(qm);

            run(products, second, SubTaskAction.TRANSFER, 3);
            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.COMPENSATE, 4);
            run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "carl");
        }
    }

    @Test
    void leavesARowToItsUserWhichTheUndoneTransferHadNotMoved() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            givesToCarl(qm);

            transfersTheSecondBeforeTheFirstAndUndoesThemInThatOrder(products);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "carl");
        }
    }

    private static void givesToCarl(JdbcClient qm) {
        qm.sql("UPDATE evaluation SET approver_id = demo.user_id('acme', 'carl')"
                        + " WHERE ccr_id = :call AND status = 'in_progress'")
                .param("call", SharedEvaluation.CALL)
                .update();
    }

    private void transfersTheSecondBeforeTheFirstAndUndoesThemInThatOrder(Products products) {
        run(products, second, SubTaskAction.TRANSFER, 1);
        run(products, first, SubTaskAction.TRANSFER, 1);
        run(products, second, SubTaskAction.COMPENSATE, 2);
        run(products, first, SubTaskAction.COMPENSATE, 2);
    }

    @Test
    void namesTheSuccessorInALateRowThatWasArchivedBeforeVerify() throws Exception {
        try (var products = Products.reference()) {
            var qm = archivesALateRow(products);

            verify(products, second);
            run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl", "carl");
        }
    }

    /** The same, and VERIFY comes among its data types, which were done before: it finds nothing late. */
    @Test
    void namesTheSuccessorInALateRowThatWasArchivedBeforeALookBehind() throws Exception {
        try (var products = Products.reference()) {
            var qm = archivesALateRow(products);
            leavesNoOtherToBea(qm);

            var looked = products.run(List.of(products.verification(second, List.of(EVALUATION), EVALUATION)));
            assertThat(looked).isEmpty();
            run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl");
        }
    }

    /** At once or in slices. */
    @ParameterizedTest
    @ValueSource(ints = {5, 50_000})
    void namesTheSuccessorInALateRowThatIsPutBackBesideVerify(int sliceRows) throws Exception {
        try (var products = Products.reference(new EngineSettings(sliceRows, sliceRows, 100, 2))) {
            var qm = archivesALateRow(products);
            leavesNoOtherToBea(qm);

            undoesFirst(products, EVALUATION, EVALUATION_IN_THE_WAY, () -> verify(products, second));

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl");
        }
    }

    @Test
    void namesTheSuccessorInARowThatIsPutBackBesideTheTransfer() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            run(products, first, SubTaskAction.TRANSFER, 1);
            leavesNoOtherToBea(qm);

            undoesFirst(
                    products,
                    EVALUATION,
                    EVALUATION_IN_THE_WAY,
                    () -> run(products, second, SubTaskAction.TRANSFER, 1));

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl");
        }
    }

    @Test
    void namesTheSuccessorInALateChildThatIsPutBackBesideVerify() throws Exception {
        try (var products = Products.reference()) {
            var wfm = JdbcClient.create(products.wfm());
            products.run(second, SubTaskAction.TRANSFER, 1, SHIFT);
            createChild(wfm);
            products.run(first, SubTaskAction.TRANSFER, 1, SCHEDULE);

            undoesFirst(
                    products,
                    SCHEDULE,
                    """
                    WITH s AS (
                        INSERT INTO dynamic_schedule (agent_id, event_id, offered_at)
                        VALUES (demo.user_id('acme', 'dora'), 4711, now()) RETURNING *)
                    INSERT INTO dynamic_schedule_shift
                        (dynamic_schedule_shift_id, dynamic_schedule_id, agent_id, starts_at, minutes)
                    OVERRIDING SYSTEM VALUE
                    SELECT (image->>'dynamic_schedule_shift_id')::bigint, s.dynamic_schedule_id, s.agent_id, now(), 8
                    FROM s, user_data_transfer.row_ledger, unnest(images) image
                    WHERE table_name = 'public.dynamic_schedule_shift' AND image->>'minutes' = '7'
                    """,
                    () -> products.run(List.of(products.verification(second, List.of(), SHIFT))));

            assertThat(ownersOfTheChild(wfm)).containsExactly("carl");
        }
    }

    /**
     * @param inTheWay keeps the undo from putting a row back until somebody has come beside it; then it is out of the
     *     way
     */
    /** The transfer is committed without its VERIFY, which is done in a half of its own, together with what fails. */
    @Test
    void namesTheSuccessorInALateRowThatWasArchivedBetweenTheHalvesOfABatch() throws Exception {
        var failing = Sample.between("dora", "sam.supervisor");
        try (var products = Products.reference();
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var somebody = products.qm().getConnection()) {
            waitsAndFailsForDora(products);
            somebody.setAutoCommit(false);
            try (var statement = somebody.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(42)");
            }
            var batch = threads.submit(() -> products.runner(threads)
                    .run(List.of(
                            products.command(second, SubTaskAction.TRANSFER, 1, EVALUATION),
                            products.verification(second, List.of(EVALUATION), EVALUATION),
                            products.command(failing, SubTaskAction.TRANSFER, 1, EVALUATION))));
            await().until(() -> Locks.waiting(products.qm()) > 0);

            leavesNoOtherToBea(archivesALateRow(products));
            somebody.rollback();
            batch.get();
            run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(SharedEvaluation.approvers(JdbcClient.create(products.qm())))
                    .containsExactly("carl");
        }
    }

    /** The second attempt at dora's evaluations, which is in a half of the batch, waits first. */
    private static void waitsAndFailsForDora(Products products) throws Exception {
        products.execute(
                products.qm(),
                """
                INSERT INTO evaluation (ccr_id, form_id, agent_id, evaluator_id, status)
                SELECT 900000001, 1, demo.user_id('acme', 'carl'), demo.user_id('acme', 'dora'), 'completed'
                """);
        products.execute(products.qm(), "CREATE SEQUENCE attempt");
        products.execute(
                products.qm(),
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF NEW.ccr_id = 900000001 AND NEW.evaluator_id <> OLD.evaluator_id THEN
                        IF nextval('attempt') = 2 THEN PERFORM pg_advisory_xact_lock(42); END IF;
                        RAISE 'no';
                    END IF;
                    RETURN NEW;
                END $$
                """);
        products.execute(
                products.qm(),
                "CREATE TRIGGER refuse BEFORE UPDATE ON evaluation FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

    private void undoesFirst(Products products, DataTypeName type, String inTheWay, Runnable beside) throws Exception {
        var database = products.dataSources.get(products.live.catalogue().type(type).product());
        try (var others = database.getConnection()) {
            others.setAutoCommit(false);
            assertThat(others.createStatement().executeUpdate(inTheWay)).isEqualTo(1);
            var undo = inBackground(() -> products.run(first, SubTaskAction.COMPENSATE, 2, type));
            await().until(() -> Locks.waiting(database) == 1);
            var other = inBackground(beside);
            await().until(() -> Locks.waiting(database) == 2 || other.isDone());
            others.rollback();
            undo.join();
            other.join();
        }
    }

    /** A late row that names the second transfer's source is archived by the first one before VERIFY looks. */
    private JdbcClient archivesALateRow(Products products) {
        var qm = JdbcClient.create(products.qm());
        run(products, second, SubTaskAction.TRANSFER, 1);
        SharedEvaluation.create(qm);
        run(products, first, SubTaskAction.TRANSFER, 1);
        return qm;
    }

    private static void leavesNoOtherToBea(JdbcClient qm) {
        qm.sql("UPDATE evaluation SET approver_id = NULL WHERE approver_id = demo.user_id('acme', 'bea')").update();
    }

    private static CompletableFuture<Void> inBackground(Runnable work) {
        return CompletableFuture.runAsync(work, Thread::startVirtualThread);
    }

    /** A third person's row hangs on a row of the target that is archived; that person is transferred; then undone. */
    @Test
    void namesTheSuccessorInAChildThatWasArchivedWithItsParent() throws Exception {
        try (var products = Products.reference()) {
            var wfm = JdbcClient.create(products.wfm());
            createChild(wfm);

            products.transfer(first, 1);
            products.transfer(second, 1);
            var undone = products.undo(first, 2);

            assertThat(undone.get(SCHEDULE).unrestored()).isEmpty();
            assertThat(ownersOfTheChild(wfm)).containsExactly("carl");

            products.undo(second, 2);
            assertThat(ownersOfTheChild(wfm)).containsExactly("bea");
        }
    }

    /** Bea's, on a schedule of tom's; anna has one, too. */
    private static void createChild(JdbcClient wfm) {
        wfm.sql(
                        """
                        with s as (
                            insert into dynamic_schedule (agent_id, event_id, offered_at)
                            select agent_id, 4711 + length(suite_user_id), now() from agent_account
                            where suite_user_id in ('anna.leaver', 'tom.taker') and tenant_id = 'acme'
                            returning *)
                        insert into dynamic_schedule_shift (dynamic_schedule_id, agent_id, starts_at, minutes)
                        select s.dynamic_schedule_id, b.agent_id, timestamptz '2031-01-01', 7
                        from s join agent_account t on t.agent_id = s.agent_id and t.suite_user_id = 'tom.taker'
                        join agent_account b on b.suite_user_id = 'bea' and b.tenant_id = 'acme'
                        """)
                .update();
    }

    private static List<String> ownersOfTheChild(JdbcClient wfm) {
        return wfm.sql(
                        """
                        select a.suite_user_id from dynamic_schedule_shift s join agent_account a using (agent_id)
                        where s.minutes = 7 and s.starts_at = timestamptz '2031-01-01'
                        """)
                .query(String.class)
                .list();
    }

    @Test
    void namesTheSuccessorInAChildThatARuleArchivedWithItsParent() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE review (id int PRIMARY KEY, author bigint, call int, UNIQUE (author, call));
                CREATE TABLE opinion (review_id int REFERENCES review, person bigint, PRIMARY KEY (review_id, person));
                INSERT INTO review SELECT length(suite_user_id), person_id, 1 FROM person_account
                WHERE suite_user_id IN ('anna.leaver', 'tom.taker') AND tenant_id = 'acme';
                INSERT INTO opinion SELECT length('anna.leaver'), demo.user_id('acme', 'bea')
                """,
                """
                reviews:
                  product: qm
                  strategy: combine
                  tables:
                    review: {key: [id], users: [author], rules: {same: {unique: [author, call], keep: target}}}
                opinions:
                  product: qm
                  strategy: combine
                  tables:
                    opinion: {key: [review_id, person], users: [person]}
                """)) {
            products.transfer(first, 1);
            products.transfer(second, 1);
            products.undo(first, 2);

            assertThat(named(products, "opinion", "person")).containsExactly("carl");
        }
    }

    /** Approvers are moved by a data type of their own. */
    @Test
    void namesTheSuccessorWhomAnotherDataTypeHasMoved() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE review (id int PRIMARY KEY, author bigint, approver bigint, call int,
                    UNIQUE (author, call));
                INSERT INTO review SELECT length(a.suite_user_id), a.person_id, b.person_id, 1
                FROM person_account a JOIN person_account b ON b.suite_user_id = 'bea' AND b.tenant_id = a.tenant_id
                WHERE a.suite_user_id IN ('anna.leaver', 'tom.taker') AND a.tenant_id = 'acme'
                """,
                """
                reviews:
                  product: qm
                  strategy: combine
                  tables:
                    review: {key: [id], users: [author], rules: {same: {unique: [author, call], keep: target}}}
                approvals: {product: qm, strategy: combine, tables: {review: {key: [id], users: [approver]}}}
                """)) {
            products.transfer(first, 1);
            products.transfer(second, 1);
            products.undo(first, 2);
            assertThat(named(products, "review", "approver")).containsExactly("carl", "carl");

            products.undo(second, 2);
            assertThat(named(products, "review", "approver")).containsExactly("bea", "bea");
        }
    }

    /** The row that is put back has another key than the one that was archived. */
    @Test
    void namesTheSuccessorInAChildWhoseKeyIsTheUser() throws Exception {
        try (var products = reviewWithOpinionsOf("bea")) {
            products.transfer(first, 1);
            products.transfer(second, 1);
            var undone = products.undo(first, 2);
            assertThat(undone.get(new DataTypeName("reviews")).unrestored()).isEmpty();
            assertThat(named(products, "opinion", "person")).containsExactly("carl");

            products.undo(second, 2);
            assertThat(named(products, "opinion", "person")).containsExactly("bea");
        }
    }

    @Test
    void listsTheRowOfAUserWhoseSuccessorHasOne() throws Exception {
        try (var products = reviewWithOpinionsOf("bea", "carl")) {
            products.transfer(first, 1);
            products.transfer(second, 1);
            var undone = products.undo(first, 2);

            assertThat(named(products, "opinion", "person")).containsExactly("carl");
            assertThat(undone.get(new DataTypeName("reviews")).unrestored())
                    .extracting(Unrestored::reason)
                    .containsExactly("CLASHES");
        }
    }

    /** Bea's opinion was archived before carl's, and they cannot both be carl's. */
    @Test
    void putsTheOneBackThatWasArchivedFirstOfTwoThatHaveBecomeAlike() throws Exception {
        try (var products = reviewWithOpinions(
                "id int PRIMARY KEY, review_id int REFERENCES review, person bigint, UNIQUE (review_id, person)",
                "SELECT CASE suite_user_id WHEN 'bea' THEN 2 ELSE 1 END, length('tom.taker'), person_id",
                "bea",
                "carl")) {
            products.transfer(first, 1);
            products.transfer(second, 1);
            var undone = products.undo(first, 2);

            assertThat(undone.get(new DataTypeName("reviews")).unrestored())
                    .containsExactly(new Unrestored("public.opinion", "[1]", "CLASHES"));
        }
    }

    /** A review of anna's, and one of tom's with opinions: a transfer archives them. */
    private static Products reviewWithOpinionsOf(String... people) {
        return reviewWithOpinions(
                "review_id int REFERENCES review, person bigint, PRIMARY KEY (review_id, person)",
                "SELECT length('tom.taker'), person_id",
                people);
    }

    /** One transfer archives a row that another has moved, which is undone first. */
    @Test
    void namesWhomARowWasMovedFromThoughItsKeyWasAnIntegerThen() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE review (id int PRIMARY KEY, author bigint, reviewer bigint);
                INSERT INTO review SELECT length(a.suite_user_id), a.person_id, b.person_id FROM person_account a
                JOIN person_account b
                    ON b.suite_user_id = CASE a.suite_user_id WHEN 'tom.taker' THEN 'bea' ELSE 'dora' END
                    AND b.tenant_id = 'acme'
                WHERE a.suite_user_id IN ('anna.leaver', 'tom.taker') AND a.tenant_id = 'acme'
                """,
                """
                reviews: {product: qm, strategy: overwrite, tables: {review: {key: [id], users: [author, reviewer]}}}
                """)) {
            products.transfer(second, 1);
            products.transfer(first, 1);
            products.undo(second, 2);
            products.execute(products.qm(), "ALTER TABLE review ALTER id TYPE text");

            products.restarted().undo(first, 2);

            assertThat(named(products, "review", "reviewer")).containsExactly("bea", "dora");
        }
    }

    /** What is written for bea later is another transfer's; whoever got that gets nothing of this. */
    @Test
    void givesARowToTheFirstSuccessorOfAUserWhoWasTransferredTwice() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.TRANSFER, 1);
            run(products, Sample.between("bea", "dora"), SubTaskAction.TRANSFER, 1);
            run(products, Sample.between("dora", "only.qm"), SubTaskAction.TRANSFER, 1);

            run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl", "carl");
        }
    }

    @Test
    void handsARowOnToItsSuccessorAlone() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            var again = Sample.between("bea", "dora");
            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.TRANSFER, 1);
            run(products, again, SubTaskAction.TRANSFER, 1);
            run(products, first, SubTaskAction.COMPENSATE, 2);

            var unrestored = run(products, again, SubTaskAction.COMPENSATE, 2);
            run(products, second, SubTaskAction.COMPENSATE, 2);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "bea");
            assertThat(unrestored).isEmpty();
        }
    }

    @Test
    void knowsWhoseRowItWasThatWasArchivedBetweenTheSlicesOfAnUndo() throws Exception {
        try (var products = Products.reference(new EngineSettings(5, 5, 100, 2))) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            run(products, second, SubTaskAction.TRANSFER, 1);
            var begun = products.runner.run(
                    List.of(products.command(second, SubTaskAction.COMPENSATE, 2, EVALUATION)));
            assertThat(begun.followUps()).hasSize(1);
            run(products, first, SubTaskAction.TRANSFER, 1);
            products.run(begun.followUps());

            run(products, first, SubTaskAction.COMPENSATE, 2);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "bea");
        }
    }

    @Test
    void knowsWhoseRowItWasWhenItsTransferWasTakenBackAndRunAgain() throws Exception {
        try (var products = Products.reference()) {
            var qm = JdbcClient.create(products.qm());
            SharedEvaluation.create(qm);
            run(products, second, SubTaskAction.TRANSFER, 1);
            run(products, first, SubTaskAction.TRANSFER, 1);
            run(products, second, SubTaskAction.COMPENSATE, 2);
            run(products, second, SubTaskAction.TRANSFER, 3);
            run(products, first, SubTaskAction.COMPENSATE, 2);
            assertThat(SharedEvaluation.approvers(qm)).containsExactly("carl", "carl");

            run(products, second, SubTaskAction.COMPENSATE, 4);

            assertThat(SharedEvaluation.approvers(qm)).containsExactly("bea", "bea");
        }
    }

    /** Bea's opinion and carl's would both be carl's; bea's place is taken, and carl's is not put back as hers. */
    @Test
    void handsOnNothingThatIsNotBack() throws Exception {
        try (var products = Products.custom(
                """
                CREATE VIEW people AS SELECT person_id, suite_user_id AS name FROM person_account
                    WHERE tenant_id = 'acme';
                CREATE TABLE review (id int PRIMARY KEY, author bigint);
                CREATE TABLE opinion (review_id int REFERENCES review, person bigint, nr int UNIQUE,
                                      PRIMARY KEY (review_id, person));
                INSERT INTO review SELECT length(name), person_id FROM people WHERE name IN ('anna.leaver', 'tom.taker');
                INSERT INTO opinion SELECT length('tom.taker'), person_id, CASE name WHEN 'bea' THEN 1 ELSE 2 END
                FROM people WHERE name IN ('bea', 'carl') ORDER BY name
                """,
                """
                opinions:
                  product: qm
                  strategy: combine
                  tables:
                    opinion:
                      key: [review_id, person]
                      users: [person]
                      rules: {same: {unique: [review_id, person], keep: target}}
                reviews:
                  product: qm
                  strategy: overwrite
                  after: [opinions]
                  tables: {review: {key: [id], users: [author]}}
                """)) {
            products.transfer(first, 1);
            products.transfer(second, 1);
            products.execute(
                    products.qm(), "INSERT INTO opinion SELECT 11, person_id, 1 FROM people WHERE name = 'dora'");
            products.undo(first, 2);
            products.undo(second, 2);

            assertThat(products.texts("SELECT review_id || ' ' || name || ' ' || nr FROM opinion"
                            + " JOIN people ON person = person_id ORDER BY 1"))
                    .contains("11 dora 1")
                    .isSubsetOf("11 dora 1", "9 carl 2");
        }
    }

    @ParameterizedTest
    @CsvSource({"citext, 'anna,tom,bea,carl', BEA", "numeric, '1,2,3,4', 3.0"})
    void knowsAUserHoweverTheIdIsSpelt(String type, String ids, String bea) throws Exception {
        var database = ReferenceDatabases.qm(ProductDatabases::migrate, "migrated");
        database.execute(
                """
                CREATE EXTENSION IF NOT EXISTS citext;
                CREATE TABLE account (id %1$s PRIMARY KEY, suite_user_id text, tenant_id text, active boolean,
                                      UNIQUE (tenant_id, suite_user_id));
                INSERT INTO account
                SELECT id::%1$s, name, 'acme', TRUE
                FROM unnest('{%2$s}'::text[], ARRAY['anna.leaver', 'tom.taker', 'bea', 'carl']) u(id, name);
                CREATE TABLE review (id int PRIMARY KEY, author %1$s REFERENCES account,
                                     approver %1$s REFERENCES account);
                INSERT INTO review SELECT length(suite_user_id), id, '%3$s' FROM account
                WHERE suite_user_id IN ('anna.leaver', 'tom.taker')
                """
                        .formatted(type, ids, bea));
        var catalogue = Catalogues.ofText(
                """
                user-data-transfer.catalogue:
                  products:
                    qm: {table: account, id: id}
                  types:
                    review:
                      product: qm
                      strategy: overwrite
                      tables: {review: {key: [id], users: [author, approver]}}
                """);
        try (var products = Products.of(catalogue, Map.of(Products.QM, database.dataSource()), database)) {
            products.transfer(first, 1);
            products.transfer(second, 1);
            products.undo(first, 2);

            assertThat(products.texts("SELECT suite_user_id FROM review JOIN account a ON a.id = approver"))
                    .containsExactly("carl", "carl");
        }
    }

    private static Products reviewWithOpinions(String columns, String select, String... people) {
        return Products.custom(
                """
                CREATE TABLE review (id int PRIMARY KEY, author bigint);
                CREATE TABLE opinion (%s);
                INSERT INTO review SELECT length(suite_user_id), person_id FROM person_account
                WHERE suite_user_id IN ('anna.leaver', 'tom.taker') AND tenant_id = 'acme';
                INSERT INTO opinion %s FROM person_account
                WHERE suite_user_id IN ('%s') AND tenant_id = 'acme' ORDER BY suite_user_id
                """
                        .formatted(columns, select, String.join("', '", people)),
                """
                reviews: {product: qm, strategy: overwrite, tables: {review: {key: [id], users: [author]}}}
                opinions:
                  product: qm
                  strategy: combine
                  tables:
                    opinion: {key: [review_id, person], users: [person]}
                """);
    }

    private static List<String> named(Products products, String table, String column) {
        return JdbcClient.create(products.qm())
                .sql("select a.suite_user_id from %s t join person_account a on a.person_id = t.%s order by 1"
                        .formatted(table, column))
                .query(String.class)
                .list();
    }

    private static void verify(Products products, Sample sample) {
        products.run(List.of(products.verification(sample, List.of(), EVALUATION)));
    }

    private static List<?> run(Products products, Sample sample, SubTaskAction action, int epoch) {
        return products.run(sample, action, epoch, EVALUATION).unrestored();
    }
}
