package org.userdatatransfer.worker.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.transfer.DataTypeResult.done;
import static org.userdatatransfer.worker.transfer.DataTypeResult.held;
import static org.userdatatransfer.worker.transfer.SubTaskAction.COMPENSATE;
import static org.userdatatransfer.worker.transfer.SubTaskAction.TRANSFER;
import static org.userdatatransfer.worker.transfer.SubTaskAction.VERIFY;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubTaskReportTest {

    private static final TransferId ONE = new TransferId(UUID.randomUUID());
    private static final TransferId OTHER = new TransferId(UUID.randomUUID());
    private static final DataTypeName A = new DataTypeName("a");
    private static final DataTypeName B = new DataTypeName("b");

    @Test
    void joinsWhatWasDoneTogetherWhateverTheOrder() {
        var together = report(ONE, TRANSFER, 1, done(A), held(B));
        assertThat(SubTaskReport.joined(
                        List.of(report(ONE, TRANSFER, 1, held(B)), report(ONE, TRANSFER, 1, done(A)))))
                .containsExactly(together);
        assertThat(SubTaskReport.joined(List.of(together, report(ONE, TRANSFER, 1, done(A)))))
                .containsExactly(together);
    }

    @Test
    void keepsTransfersEpochsAndActionsApart() {
        assertThatEachStaysAlone(
                report(ONE, TRANSFER, 1, done(A)),
                report(OTHER, TRANSFER, 1, done(B)),
                report(ONE, TRANSFER, 2, done(B)),
                report(ONE, COMPENSATE, 2, done(B)));
    }

    @Test
    void keepsAVerifyApart() {
        assertThatEachStaysAlone(report(ONE, VERIFY, 1), report(ONE, VERIFY, 1, done(A)));
    }

    @Test
    void losesNothingThatIsSaidTwiceAndDiffers() {
        assertThatEachStaysAlone(report(ONE, TRANSFER, 1, done(A)), report(ONE, TRANSFER, 1, held(A)));
    }

    @Test
    void keepsWhatIsLongApart() {
        assertThatEachStaysAlone(
                report(ONE, COMPENSATE, 2, done(B)),
                report(ONE, COMPENSATE, 2, unrestored(A)));
        assertThatEachStaysAlone(
                report(ONE, TRANSFER, 1, done(B)),
                report(ONE, TRANSFER, 1, DataTypeResult.failed(A, ReasonCode.BAD_DATA, "x".repeat(1_001))));
    }

    private static void assertThatEachStaysAlone(SubTaskReport... reports) {
        assertThat(SubTaskReport.joined(List.of(reports))).containsExactly(reports);
    }

    private static SubTaskReport report(
            TransferId transfer, SubTaskAction action, int epoch, DataTypeResult... results) {
        return new SubTaskReport(transfer, epoch, action, 0, new Product("qm"), List.of(results));
    }

    private static DataTypeResult unrestored(DataTypeName type) {
        return new DataTypeResult(
                type,
                DataTypeOutcome.DONE,
                Optional.empty(),
                Optional.empty(),
                Tally.ZERO,
                0,
                0,
                List.of(),
                List.of(new Unrestored("t", "[1]", "CLASHES")),
                Optional.empty());
    }
}
