package org.userdatatransfer.worker.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.events.DataTypeOutcome;
import org.userdatatransfer.events.DataTypeProgress;
import org.userdatatransfer.events.DataTypeResult;
import org.userdatatransfer.events.FailureOutcome;
import org.userdatatransfer.events.FailureReason;
import org.userdatatransfer.events.Tally;
import org.userdatatransfer.events.TransferCompleted;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferPhase;
import org.userdatatransfer.events.TransferStatusChanged;

class DashboardTest {

    private static final UUID TRANSFER = UUID.fromString("7f000000-0000-4000-8000-00000000000a");

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final TransferView view = new TransferView(type -> type.equals("ccr") ? "combine" : "overwrite");

    @Test
    void showsOneLinePerDataTypeWithItsBarStrategyAndCounts() {
        view.on(status(1, progress("ccr", "IN_PROGRESS", 500, 1000), progress("project", "SKIPPED", 0, 0)));

        assertThat(view.lines())
                .containsExactly(
                        "Transfer 7f000000-0000-4000-8000-00000000000a of anna.leaver to tom.taker: TRANSFERRING",
                        TransferView.header(),
                        "ccr                              combine   [######......]          500 of 1,000          7         8         9  IN_PROGRESS",
                        "project                          overwrite [............]                0 of 0          7         8         9  SKIPPED");
    }

    @Test
    void takesNoNoticeOfAnOlderStatus() {
        view.on(status(2, progress("ccr", "DONE", 1000, 1000)));

        assertThat(view.on(status(1, progress("ccr", "IN_PROGRESS", 10, 1000)))).isFalse();
        assertThat(view.rows()).singleElement().extracting(TransferView.Row::text).asString().endsWith("DONE");
    }

    @Test
    void endsWithTheConservationOfACompletion() {
        view.on(status(1, progress("ccr", "DONE", 1000, 1000)));
        view.on(completed(true));

        assertThat(view.completed()).isTrue();
        assertThat(view.outcome())
                .containsExactly(
                        "COMPLETED after 2.5 s: 1 data types done, 0 skipped. 950 moved, 60 archived, 50 collapsed.",
                        "Conservation holds for every data type: before 1,000 of the source + 10 of the target + 0 "
                                + "live = after 0 + 950 + 60 archived");
    }

    @Test
    void saysSoWhenTheConservationDoesNotHold() {
        view.on(completed(false));

        assertThat(view.outcome()).anyMatch(line -> line.startsWith("Conservation DOES NOT HOLD"));
    }

    @Test
    void endsWithTheReasonsOfAFailure() {
        view.on(new TransferFailed(
                TRANSFER,
                9L,
                "acme",
                "anna.leaver",
                "tom.taker",
                2,
                Instant.EPOCH,
                FailureOutcome.COMPENSATED,
                List.of(new FailureReason("SUB_TASK_FAILED", null, null, "agent-work-hours", "four eyes")),
                List.of()));

        assertThat(view.completed()).isFalse();
        assertThat(view.outcome())
                .containsExactly(
                        "COMPENSATED after 0.0 s",
                        "Why: SUB_TASK_FAILED in agent-work-hours: four eyes",
                        "Nothing of it is left: every row is as it was before.");
    }

    @Test
    void redrawsInPlaceOnATerminal() {
        var screen = new Screen(new PrintStream(shown, true), 24);
        view.on(status(1, progress("ccr", "IN_PROGRESS", 10, 1000)));
        screen.show(view);
        view.on(status(2, progress("ccr", "IN_PROGRESS", 20, 1000)));
        screen.show(view);

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("\u001b[3A\u001b[J")
                .contains("10 of 1,000", "20 of 1,000");
    }

    @Test
    void printsOnlyWhatIsNewElsewhere() {
        var screen = new Screen(new PrintStream(shown, true), 0);
        for (int sequence = 1; sequence <= 100; sequence++) {
            view.on(status(sequence, progress("ccr", "IN_PROGRESS", sequence * 9, 1000)));
            screen.show(view);
        }
        view.on(completed(true));
        screen.show(view);

        assertThat(shown.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
        assertThat(shown.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("ccr"))).hasSize(5);
    }

    private static TransferStatusChanged status(long sequence, DataTypeProgress... dataTypes) {
        return new TransferStatusChanged(
                TRANSFER,
                sequence,
                "acme",
                "anna.leaver",
                "tom.taker",
                1,
                TransferPhase.TRANSFERRING,
                Instant.EPOCH,
                "REPORTED",
                null,
                null,
                List.of(),
                List.of(dataTypes),
                null);
    }

    private static DataTypeProgress progress(String type, String state, long done, long planned) {
        return new DataTypeProgress(type, state, done, planned, 7L, 8L, 9L, null);
    }

    private static TransferCompleted completed(boolean conserved) {
        var result = new DataTypeResult(
                "ccr",
                DataTypeOutcome.DONE,
                null,
                null,
                new Tally(1000L, 10L, 0L, 950L, 60L, 0L, 950L, 50L, 0L),
                1000L,
                1000L,
                List.of(),
                List.of(),
                null);
        return new TransferCompleted(
                TRANSFER,
                101L,
                "acme",
                "anna.leaver",
                "tom.taker",
                1,
                Instant.EPOCH.plusMillis(2500),
                List.of(result),
                conserved,
                1,
                0L);
    }
}
