package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Tally;

class ResultsTest {

    private static final Tally HOLDS = new Tally(3, 1, 0, 4, 0, 0, 3, 0, 0);
    private static final Tally ONE_FROM_NOWHERE = new Tally(3, 1, 0, 5, 0, 0, 3, 0, 0);

    @Test
    void areConservedOnlyIfEveryDataTypeIs() {
        assertThat(Results.conserved(List.of(done("ccr", HOLDS), done("alert", HOLDS)))).isTrue();
        assertThat(Results.conserved(List.of(done("ccr", HOLDS), done("alert", ONE_FROM_NOWHERE)))).isFalse();
    }

    @Test
    void addUpWithWhatCameLate() {
        var merged = Results.merged(done("ccr", HOLDS), done("ccr", new Tally(2, 4, 0, 6, 0, 0, 2, 0, 0)));

        assertThat(merged.tally()).isEqualTo(new Tally(3, 1, 0, 6, 0, 2, 5, 0, 0));
        assertThat(merged.rowsDone()).isEqualTo(5);
        assertThat(merged.rowsPlanned()).isEqualTo(5);
        assertThat(merged.flags())
                .containsExactly(new Flag("of-ccr", 4, List.of("[7]", "[8]", "[7]", "[8]")));
    }

    @Test
    void sayOfADriftWhatWouldBeDecidedNowInThatTypeAlone() {
        var results = List.of(done("alert", HOLDS), done("ccr", HOLDS));

        assertThat(Reasons.drifted(new DataTypeName("ccr"), results))
                .extracting(FailureReason::message)
                .isEqualTo(
                        "Data type ccr would now be decided otherwise than in the preview (now: of-ccr 2 rows such as "
                                + "[7]). Preview again, and request with the new planHash.");
        assertThat(Reasons.drifted(new DataTypeName("view"), results).message()).contains("(now: it is not asked for)");
    }

    private static DataTypeResult done(String type, Tally tally) {
        return new DataTypeResult(
                new DataTypeName(type),
                DataTypeOutcome.DONE,
                Optional.empty(),
                Optional.empty(),
                tally,
                tally.moved(),
                tally.moved(),
                List.of(new Flag("of-" + type, 2, List.of("[7]", "[8]"))),
                List.of(),
                Optional.empty());
    }
}
