package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.Lanes;
import org.userdatatransfer.worker.oracle.Locks;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/** Data types of one poll that have nothing to do with each other. */
@Timeout(120)
class SubTasksInLanesTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();

    private final Products products = Products.custom(
            Products.TWO
                    + """
                    CREATE TABLE note (id int PRIMARY KEY, owner bigint);
                    CREATE TABLE task (id int PRIMARY KEY, owner bigint);
                    INSERT INTO note SELECT 1, person_id FROM two WHERE anna;
                    INSERT INTO task SELECT 1, person_id FROM two WHERE anna
                    """,
            """
            note: {product: qm, strategy: combine, tables: {note: {key: [id], users: [owner]}}}
            task: {product: qm, strategy: combine, tables: {task: {key: [id], users: [owner]}}}
            """);
    private final JdbcClient qm = JdbcClient.create(products.qm());
    private final DataTypeName note = new DataTypeName("note");
    private final DataTypeName task = new DataTypeName("task");
    private final List<SubTask> wave = List.of(
            products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, note),
            products.command(ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, task),
            products.verification(ANNA_TO_TOM, List.of(note, task), note, task));

    @AfterEach
    void ends() throws Exception {
        products.close();
    }

    @Test
    void doNotWaitForEachOtherAndAreVerifiedBehindTheLast() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var somebody = lockOn("note")) {
            var run = threads.submit(() -> products.runner(threads).run(wave));
            await().until(() -> owner("task") == tom());

            assertThat(owner("note")).isNotEqualTo(tom());
            somebody.rollback();
            assertThat(run.get().reports())
                    .extracting(SubTaskReport::action)
                    .containsExactly(SubTaskAction.TRANSFER, SubTaskAction.VERIFY);
            assertThat(run.get().reports().stream().flatMap(report -> report.results().stream()))
                    .extracting(DataTypeResult::outcome)
                    .containsExactly(DataTypeOutcome.DONE, DataTypeOutcome.DONE);
            assertThat(owner("note")).isEqualTo(tom());
        }
    }

    @Test
    void areOfTheSameTwoUsersThoughAnAccountIsGivenToSomebodyElseBetweenThem() throws Exception {
        var anna = owner("task");
        var tom = tom();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var somebody = lockOn("note")) {
            var parts = new AtomicInteger();
            Executor theSecondLaneLater = work -> {
                // The share of the product is the first part, its lanes are the next two.
                var isSecondLane = parts.incrementAndGet() == 3;
                threads.execute(() -> {
                    if (isSecondLane) {
                        await().until(() -> Locks.waiting(products.qm()) > 0);
                        products.giveTomsAccountToDora();
                    }
                    work.run();
                });
            };

            var run = threads.submit(() -> products.runner(theSecondLaneLater).run(wave));
            await().until(() -> owner("task") != anna);
            somebody.rollback();
            run.get();

            assertThat(owner("note")).isEqualTo(tom);
            assertThat(owner("task")).isEqualTo(tom);
        }
    }

    @Test
    void areOfTheSameTwoUsersThoughOneIsDoneAgainAfterAnAccountIsGivenToSomebodyElse() throws Exception {
        var anna = owner("note");
        var tom = tom();
        failsOnNoteAtFirst();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var onNote = lockOn("note");
                var onTask = lockOn("task")) {
            var run = threads.submit(() -> products.runner(threads).run(wave.subList(0, 2)));
            await().until(() -> Locks.waiting(products.qm()) == 2);
            products.giveTomsAccountToDora();
            onNote.rollback();
            await().until(() -> owner("note") != anna);
            onTask.rollback();
            run.get();

            assertThat(owner("note")).isEqualTo(tom);
            assertThat(owner("task")).isEqualTo(tom);
        }
    }

    /** As if somebody had written a row in between that clashes, and taken it away again. */
    private void failsOnNoteAtFirst() throws SQLException {
        products.execute(products.qm(), "CREATE SEQUENCE attempt");
        products.execute(
                products.qm(),
                """
                CREATE FUNCTION fail_at_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF nextval('attempt') = 1 THEN RAISE unique_violation; END IF;
                    RETURN NEW;
                END $$
                """);
        products.execute(
                products.qm(),
                "CREATE TRIGGER fail_at_first BEFORE UPDATE ON note FOR EACH ROW EXECUTE FUNCTION fail_at_first()");
    }

    @Test
    void failAloneAndAreNotVerified() {
        qm.sql("ALTER TABLE task ADD CHECK (owner <> %d)".formatted(tom())).update();

        assertThat(products.runner.run(wave).reports())
                .extracting(SubTaskReport::action, Products::outcomes)
                .containsExactly(
                        tuple(SubTaskAction.TRANSFER, Map.of(note, DataTypeOutcome.DONE, task, DataTypeOutcome.FAILED)),
                        tuple(SubTaskAction.VERIFY, Map.of(note, DataTypeOutcome.HELD, task, DataTypeOutcome.HELD)));
    }

    @Test
    void areVerifiedInTheirTransactionIfTheyAreOne() {
        var lanes = new Lanes(products.live, Products.QM, 2);

        assertThat(LaneAssignment.of(wave, lanes))
                .isEqualTo(new LaneAssignment(List.of(wave.subList(0, 1), wave.subList(1, 2)), wave.subList(2, 3)));
        var one = List.of(wave.get(0), wave.get(2));
        assertThat(LaneAssignment.of(one, lanes)).isEqualTo(new LaneAssignment(List.of(one), List.of()));
    }

    /** An undo waits for every transfer under way: two transactions with both would wait for each other. */
    @Test
    void shareNoTransactionWithWhatIsTakenBack() {
        var undo = products.command(Sample.between("bea", "carl"), SubTaskAction.COMPENSATE, 2, note);

        products.runner.run(List.of(undo, wave.getFirst()));

        assertThat(qm.sql("SELECT count(DISTINCT xmin::text) FROM user_data_transfer.sub_task_fence")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    private Connection lockOn(String table) throws SQLException {
        var somebody = products.qm().getConnection();
        somebody.setAutoCommit(false);
        try (var statement = somebody.createStatement()) {
            statement.execute("SELECT FROM %s FOR UPDATE".formatted(table));
        }
        return somebody;
    }

    private long owner(String table) {
        return qm.sql("SELECT owner FROM " + table).query(Long.class).single();
    }

    private long tom() {
        return qm.sql("SELECT person_id FROM two WHERE NOT anna").query(Long.class).single();
    }
}
