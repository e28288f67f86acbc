package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;
import static org.userdatatransfer.worker.transfer.SubTaskAction.TRANSFER;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.Row;
import org.userdatatransfer.worker.oracle.TestDatabase;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/** Somebody goes on writing for both users between two slices of a transfer. */
@Execution(ExecutionMode.CONCURRENT)
class WritesBetweenSlicesTest {

    private static final int SLICE_ROWS = 5;

    @ParameterizedTest
    @EnumSource(names = {"QM", "WFM"})
    void areTakenHalfway(TestProduct product) {
        takesWhatIsWritten(product, last -> (last + 1) / 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"QM", "WFM"})
    void areTakenBeforeTheLast(TestProduct product) {
        takesWhatIsWritten(product, last -> last);
    }

    @Test
    void aSessionThatTheSourceOpensHalfwayIsClosedThoughTheTargetHasNone() {
        try (var database = TestProduct.QM.copy()) {
            database.execute("UPDATE login_state SET logged_out_at = login_at WHERE logged_out_at IS NULL");
            var stage = stage("login-state", database);

            transferWhile(
                    stage,
                    "INSERT INTO login_state (person_id, login_at, workstation) VALUES (%s, now(), 'late')"
                            .formatted(stage.pair().source()));

            assertThat(late(stage, "login_state", "workstation")).satisfies(row -> {
                assertThat(row.text("person_id")).isEqualTo(stage.pair().target());
                assertThat(row.get("logged_out_at")).isPresent();
            });
            stage.tellsOfNothingLost(stage.undo(2));
            assertThat(late(stage, "login_state", "workstation")).satisfies(row -> {
                assertThat(row.text("person_id")).isEqualTo(stage.pair().source());
                assertThat(row.get("logged_out_at")).isEmpty();
            });
        }
    }

    @Test
    void whoDidItStaysKnownOfWhatIsWrittenHalfway() {
        try (var database = TestProduct.QM.copy()) {
            database.execute("UPDATE archive_audit SET original_actor_id = person_id");
            var stage = stage("archive-audit", database);

            transferWhile(
                    stage,
                    "INSERT INTO archive_audit (person_id, action, acted_at) VALUES (%s, 'late', now())"
                            .formatted(stage.pair().source()));

            assertThat(late(stage, "archive_audit", "action")).satisfies(row -> {
                assertThat(row.text("person_id")).isEqualTo(stage.pair().target());
                assertThat(row.get("original_actor_id")).contains(stage.pair().source());
            });
            stage.tellsOfNothingLost(stage.undo(2));
            assertThat(late(stage, "archive_audit", "action")).satisfies(row -> {
                assertThat(row.text("person_id")).isEqualTo(stage.pair().source());
                assertThat(row.get("original_actor_id")).isEmpty();
            });
        }
    }

    private static Stage stage(String type, TestDatabase database) {
        return new Stage(
                TestProduct.QM,
                TestProduct.QM.users,
                Set.of(new DataTypeName(type)),
                SLICE_ROWS,
                database,
                database.dataSource());
    }

    private static void transferWhile(Stage stage, String sql) {
        var afterTheSecond = new BetweenCommits(2, () -> stage.database().execute(sql));
        assertThat(stage.run(stage.runner(new Tampering(afterTheSecond)), TRANSFER, 1).values())
                .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(DataTypeOutcome.DONE));
    }

    private static Row late(Stage stage, String table, String column) {
        return stage.rows().rows(table).stream()
                .filter(row -> row.has(column, "late"))
                .findFirst()
                .orElseThrow();
    }

    /** Group after group in one database: what one leaves behind does not concern the next. */
    private static void takesWhatIsWritten(TestProduct product, IntUnaryOperator gap) {
        try (var database = product.copy();
                var connections = new HikariDataSource()) {
            connections.setDataSource(database.dataSource());
            for (var types : product.groups()) {
                var stage = new Stage(product, product.users, types, SLICE_ROWS, database, connections);
                try {
                    var last = gaps(stage);
                    if (last > 0) {
                        new Play(stage, gap.applyAsInt(last), last).play();
                    }
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("%s: %s".formatted(types, e.getMessage()), e);
                }
            }
        }
    }

    /** How many times somebody could write between two transactions of a transfer, which is tried and taken back. */
    private static int gaps(Stage stage) {
        var counting = new BetweenCommits(-1, () -> {});
        stage.run(stage.runner(new Tampering(counting)), TRANSFER, 1);
        stage.tellsOfNothingLost(stage.undo(2));
        return counting.commits() - 1;
    }

    private static final class Play {

        private final Stage stage;
        private final LiveWriter writer;
        private final int gap;
        private final boolean beforeTheLast;
        private final DatabaseRows before;
        private DatabaseRows between;
        private DatabaseRows written;

        Play(Stage stage, int gap, int last) {
            this.stage = stage;
            this.writer = new LiveWriter(stage);
            this.gap = gap;
            this.beforeTheLast = gap == last;
            this.before = stage.rows();
            this.between = before;
            this.written = before;
        }

        void play() {
            var opened = Instant.now();
            var told = stage.run(stage.runner(new Tampering(new BetweenCommits(gap, this::write))), TRANSFER, 3);
            var late = stage.verify(3, 0);
            var after = stage.rows();

            assertThat(told.values()).allSatisfy(Play::isDone);
            assertThat(late.values()).allSatisfy(Play::isDone);
            assertThat(stage.verify(3, 1)).isEmpty();
            writer.isCombined(written, after, opened, row -> beforeTheLast || !isOfTarget(row));
            told.forEach((type, result) -> isConserved(type, result, late, after));
            isUndone(stage.undo(4));
        }

        private void write() {
            between = stage.rows();
            writer.writeForBoth();
            written = stage.rows();
            for (var type : stage.types()) {
                assertThat(pairs(type, written)).as("somebody writes of %s", type).isGreaterThan(pairs(type, between));
            }
        }

        private static void isDone(DataTypeResult result) {
            assertThat(result.outcome()).as("%s", result).isIn(DataTypeOutcome.DONE, DataTypeOutcome.SKIPPED);
        }

        private boolean isOfTarget(Row row) {
            return row.values().containsValue(stage.pair().target());
        }

        private void isConserved(
                DataTypeName type, DataTypeResult told, Map<DataTypeName, DataTypeResult> late, DatabaseRows after) {
            var tally = late.containsKey(type) ? told.tally().then(late.get(type).tally()) : told.tally();
            assertThat(tally.sourceAfter()).isZero().isEqualTo(pairs(type, after, stage.pair().source()));
            assertThat(tally.targetAfter()).isEqualTo(pairs(type, after, stage.pair().target()));
            var meanwhile = pairs(type, written) - pairs(type, between);
            assertThat(tally.sourceAfter() + tally.targetAfter() + tally.archived())
                    .as("rows before and rows written, of %s", type)
                    .isEqualTo(pairs(type, before) + meanwhile);
            if (stage.product().live().catalogue().type(type).live()) {
                assertThat(tally.conserved()).as("%s of %s", tally, type).isTrue();
            }
        }

        private long pairs(DataTypeName type, DatabaseRows rows) {
            return pairs(type, rows, stage.pair().source()) + pairs(type, rows, stage.pair().target());
        }

        private long pairs(DataTypeName type, DatabaseRows rows, String user) {
            return stage.product().live().catalogue().type(type).tables().stream()
                    .flatMap(table -> table.users().stream()
                            .flatMap(column -> rows.rows(table.table().name().name()).stream()
                                    .filter(row -> row.has(column.name(), user))))
                    .count();
        }

        /** Every row is back, those that were written too; but for what is listed, because its place is taken. */
        private void isUndone(Map<DataTypeName, DataTypeResult> told) {
            var listed = told.values().stream()
                    .flatMap(result -> result.unrestored().stream())
                    .toList();
            var undone = stage.rows();
            if (listed.isEmpty()) {
                assertThatRows(undone).areAsIn(beforeAndWritten());
                return;
            }
            assertThat(listed).allSatisfy(row -> assertThat(row.reason()).isEqualTo("CLASHES"));
            var trial = new Trial(stage.database().dataSource());
            beforeAndWritten().tables().forEach((name, table) -> {
                var missing = table.rows().stream()
                        .filter(row -> !undone.rows(name).contains(row))
                        .toList();
                assertThat(missing).allSatisfy(row -> assertThat(trial.canInsert(name, row))
                        .as("%s of %s could be back", row, name)
                        .isFalse());
                assertThat(listed.stream().filter(row -> row.table().equals("public." + name)))
                        .as("missing %s", missing)
                        .hasSizeGreaterThanOrEqualTo(missing.size());
            });
        }

        private DatabaseRows beforeAndWritten() {
            var all = new TreeMap<String, DatabaseRows.Table>();
            before.tables().forEach((name, table) -> {
                var rows = new LinkedHashSet<>(table.rows());
                written.rows(name).stream()
                        .filter(row -> !between.rows(name).contains(row))
                        .forEach(rows::add);
                all.put(name, new DatabaseRows.Table(table.key(), rows));
            });
            return new DatabaseRows(all);
        }
    }
}
