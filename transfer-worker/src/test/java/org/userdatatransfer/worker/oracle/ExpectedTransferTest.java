package org.userdatatransfer.worker.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.Tally;

/** The expected rows must be possible ones: the database itself takes them with all its constraints. */
class ExpectedTransferTest {

    private static final String SOMETIME = "2026-11-01 00:00:00+00";

    @Test
    void expectsRowsThatEveryConstraintAllows() {
        try (var databases = ReferenceDatabases.fresh()) {
            var qm = annaToTomInQm(databases).after().with("login_state", ExpectedTransferTest::withATime);
            var wfm = annaToTomInWfm(databases).after();

            RowLoading.load(qm, databases.qm());
            RowLoading.load(wfm, databases.wfm());

            assertThatRows(DatabaseRows.read(databases.qm())).areAsIn(qm);
            assertThatRows(DatabaseRows.read(databases.wfm())).areAsIn(wfm);
        }
    }

    @Test
    void expectsNoRowThatFourEyesForbid() {
        try (var databases = ReferenceDatabases.fresh()) {
            var before = DatabaseRows.read(databases.wfm());
            var expected = ExpectedTransfer.ofWfm(
                    before, UserPair.inWfm(before, "acme", "fred.failing", "gina.blocked"));

            assertThatThrownBy(() -> RowLoading.load(expected.after(), databases.wfm()))
                    .hasMessageContaining("agent_work_hours_four_eyes");
        }
    }

    @Test
    void loadsNoRowWhoseParentIsMissing() {
        try (var databases = ReferenceDatabases.fresh()) {
            var orphaned = DatabaseRows.read(databases.qm()).with("storage_file", row -> row.with("owner_id", -1));

            assertThatThrownBy(() -> RowLoading.load(orphaned, databases.qm()))
                    .hasMessageContaining("storage_file_owner_fk");
        }
    }

    @Test
    void conservesEveryPairAndLeavesTheSourceNone() {
        try (var databases = ReferenceDatabases.fresh()) {
            var tallies = Stream.of(annaToTomInQm(databases), annaToTomInWfm(databases))
                    .flatMap(expected -> expected.tallies().values().stream())
                    .toList();

            assertThat(tallies)
                    .hasSize(36)
                    .allMatch(Tally::conserved)
                    .allMatch(tally -> tally.sourceBefore() > 0 && tally.targetBefore() > 0)
                    .allMatch(tally -> tally.sourceAfter() == 0)
                    .allMatch(tally -> tally.moved() + tally.archived() > 0);
        }
    }

    @Test
    void changesNothingTheSecondTime() {
        try (var databases = ReferenceDatabases.fresh()) {
            var before = DatabaseRows.read(databases.wfm());
            var pair = UserPair.inWfm(before, "acme", "anna.leaver", "tom.taker");
            var after = ExpectedTransfer.ofWfm(before, pair).after();

            assertThatRows(ExpectedTransfer.ofWfm(after, pair).after()).areAsIn(after);
        }
    }

    @Test
    void acceptsATimeOnlyWithinTheTransfer() {
        try (var databases = ReferenceDatabases.fresh()) {
            var expected = annaToTomInQm(databases);
            var actual = expected.after().with("login_state", ExpectedTransferTest::withATime);
            var then = Times.parse(SOMETIME);

            assertThatRows(actual).writtenBetween(then, then).areAsIn(expected.after());
            assertThatThrownBy(() -> assertThatRows(actual)
                            .writtenBetween(then.plusMillis(1), Instant.MAX)
                            .areAsIn(expected.after()))
                    .hasMessageContaining("1 rows of login_state differ");
        }
    }

    @Test
    void saysWhichColumnDiffers() {
        var expected = DatabaseRows.of(Map.of("goal", table(Row.of("id", 1, "name", "a"), Row.of("id", 2))));
        var actual = DatabaseRows.of(Map.of("goal", table(Row.of("id", 1, "name", "b"), Row.of("id", 3))));

        assertThat(actual.differencesFrom(expected))
                .containsExactly(Map.entry("goal", List.of(
                        "(id=1): name should be 'a' but is 'b'", "missing: (id=2)", "unexpected: (id=3)")));
        assertThatThrownBy(() -> assertThatRows(actual).areAsIn(expected))
                .hasMessageContaining("3 rows of goal differ");
    }

    private static DatabaseRows.Table table(Row... rows) {
        return new DatabaseRows.Table(List.of("id"), Set.of(rows));
    }

    private static Row withATime(Row row) {
        return row.has("logged_out_at", ExpectedTransfer.TIME_OF_TRANSFER) ? row.with("logged_out_at", SOMETIME) : row;
    }

    private static ExpectedTransfer annaToTomInQm(ReferenceDatabases databases) {
        var before = DatabaseRows.read(databases.qm());
        return ExpectedTransfer.ofQm(before, UserPair.inQm(before, "acme", "anna.leaver", "tom.taker"));
    }

    private static ExpectedTransfer annaToTomInWfm(ReferenceDatabases databases) {
        var before = DatabaseRows.read(databases.wfm());
        return ExpectedTransfer.ofWfm(before, UserPair.inWfm(before, "acme", "anna.leaver", "tom.taker"));
    }
}
