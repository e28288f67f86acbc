package org.userdatatransfer.worker.oracle;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Tally;

/** The rows expected of the help desk, held against its constraints and against what they are meant to say. */
class HelpDeskTest {

    private static final String SOMETIME = "2026-11-01 00:00:00+00";

    @ParameterizedTest
    @CsvSource({"ada.old, ben.new", "ben.new, ada.old", "ada.old, ina.idle", "cy.third, ben.new"})
    void expectsRowsThatEveryConstraintAllows(String source, String target) {
        try (var desk = HelpDesk.fresh()) {
            var before = desk.rows();
            var expected = ExpectedTransfer.ofHelpDesk(before, UserPair.inHelpDesk(before, "north", source, target));
            var rows = expected.after()
                    .with("Help Desk.Ticket Ünï", row -> known(row, "Changed At"))
                    .with("Help Desk.on_call", row -> known(row, "until"));

            RowLoading.load(rows, desk.dataSource());

            assertThatRows(desk.rows()).areAsIn(expected.after());
            assertThat(expected.tallies().values())
                    .allMatch(Tally::conserved)
                    .allMatch(tally -> tally.sourceAfter() == 0);
        }
    }

    @Test
    void loadsBackEveryValueAsItWas() {
        try (var desk = HelpDesk.fresh()) {
            var before = desk.rows();

            RowLoading.load(before, desk.dataSource());

            assertThatRows(desk.rows()).areAsIn(before);
        }
    }

    @Test
    void meetsAConflictInEveryCombinedTypeThatCanHaveOne() {
        var collapsed = adaToBen().tallies();

        assertThat(List.of("watch-list", "signature", "preference", "review", "on-call", "booking", "badge"))
                .allSatisfy(type -> assertThat(collapsed.get(new DataTypeName(type)).collapsed())
                        .isPositive());
    }

    @Test
    void mergesWhatBothWatch() {
        assertThat(shown("Help Desk.watch.list", "note", "visits", "hours", "first seen", "last.seen"))
                .contains(
                        asList("of ada", "7", "1.75", "2026-01-01 00:00:00+00", "2026-02-01 00:00:00+00"),
                        asList("of ben", "11", "2.10", "2026-03-01 00:00:00+00", "2026-03-04 00:00:00+00"),
                        asList("of ben", "2", "0.00", "2026-04-02 00:00:00+00", "2026-04-01 00:00:00+00"),
                        asList(null, "15", "2.00", null, null));
    }

    @Test
    void keepsOneSettingOfEachScope() {
        assertThat(shown("Help Desk.preference", "preference_code").stream().map(List::getFirst))
                .containsExactlyInAnyOrder(
                        "p-01", "p-04", "p-06", "p-08", "p-10", "p-11", "p-12", "p-13", "p-14");
    }

    @Test
    void keepsTheFurtherReviewWithAllRemarks() {
        assertThat(shown("Help Desk.Review", "review_no").stream().map(List::getFirst))
                .containsExactlyInAnyOrder("1", "4", "5", "8", "9", "10", "11");
        assertThat(shown("Help Desk.Review Remark", "review_no", "pos", "remark"))
                .contains(
                        asList("1", "3", "Remark 2/1"),
                        asList("1", "5", "Remark 2/5"),
                        asList("4", "8", "Remark 3/2"),
                        asList("4", "9", "Remark 3/4"),
                        asList("5", "1", "Remark 6/3"),
                        asList("8", "1", "Remark 7/1"))
                .hasSize(15);
    }

    @Test
    void findsShortNamesForMacros() {
        assertThat(shown("Help Desk.macro", "macro_id", "Macro Name"))
                .contains(
                        asList("1", "Close (ada.old 3)"),
                        asList("6", "🎉 Grüße an all (ada.old)"),
                        asList("8", "🎉 Grüße an a (ada.old 2)"));
    }

    @Test
    void keepsTheBookingsThatDoNotOverlapOnesOfTheTarget() {
        assertThat(shown("Help Desk.booking", "room").stream().map(List::getFirst))
                .containsExactlyInAnyOrder(
                        "room 2", "room 3", "room 6", "room 7", "room 8", "room 9", "room 10", "room 11", "room 13");
    }

    @Test
    void restoresAllButWhatTheTriggerWrites() {
        var expected = adaToBen();

        var written = expected.undone().rows("Help Desk.Ticket Ünï").stream()
                .filter(row -> row.has("Changed At", ExpectedTransfer.FROM_A_TRIGGER))
                .map(row -> row.text("Number"));

        assertThat(written).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "9");
        assertThat(expected.undone().differencesFrom(expected.before())).containsOnlyKeys("Help Desk.Ticket Ünï");
    }

    private static ExpectedTransfer adaToBen() {
        try (var desk = HelpDesk.fresh()) {
            var before = desk.rows();
            return ExpectedTransfer.ofHelpDesk(before, UserPair.inHelpDesk(before, "north", "ada.old", "ben.new"));
        }
    }

    private static Set<List<@Nullable String>> shown(String table, String... columns) {
        return HandMadeRows.shown(adaToBen().after().rows(table), columns);
    }

    private static Row known(Row row, String column) {
        var standsIn = row.has(column, ExpectedTransfer.TIME_OF_TRANSFER)
                || row.has(column, ExpectedTransfer.FROM_A_TRIGGER);
        return standsIn ? row.with(column, SOMETIME) : row;
    }
}
