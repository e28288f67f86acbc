package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.userdatatransfer.events.DataTypeResult;
import org.userdatatransfer.events.TransferCompleted;
import org.userdatatransfer.worker.oracle.ExpectedTransfer;
import org.userdatatransfer.worker.oracle.UserPair;
import org.userdatatransfer.worker.transfer.Tally;

/** What the oracle says a transfer of all data types must leave behind in both products. */
record Outcome(ExpectedTransfer qm, ExpectedTransfer wfm) {

    static Outcome of(Rows before, String tenant, String source, String target) {
        return new Outcome(
                ExpectedTransfer.ofQm(before.qm(), UserPair.inQm(before.qm(), tenant, source, target)),
                ExpectedTransfer.ofWfm(before.wfm(), UserPair.inWfm(before.wfm(), tenant, source, target)));
    }

    /** Where the source is unknown in Workforce Management. */
    static Outcome ofQmOnly(Rows before, String tenant, String source, String target) {
        return new Outcome(
                ExpectedTransfer.ofQm(before.qm(), UserPair.inQm(before.qm(), tenant, source, target)),
                new ExpectedTransfer(before.wfm(), before.wfm(), Map.of()));
    }

    Rows rows() {
        return new Rows(qm.after(), wfm.after());
    }

    void isIn(Suite suite, Instant since) {
        var now = suite.rows();
        assertThatRows(qm.comparable(now.qm(), since, Instant.now())).areAsIn(qm.after());
        assertThatRows(wfm.comparable(now.wfm(), since, Instant.now())).areAsIn(wfm.after());
    }

    /** That the announcement counts what the oracle counts, for every data type. */
    void isTold(TransferCompleted completed) {
        assertThat(told(completed.getDataTypes())).isEqualTo(tallies());
        assertThat(completed.getConserved()).isTrue();
        assertThat(completed.getDataTypes())
                .allSatisfy(result -> assertThat(result.getTally().getSourceAfter())
                        .as(result.getDataType())
                        .isZero());
    }

    /** What an announcement counts. */
    static Map<String, Tally> told(List<DataTypeResult> results) {
        return results.stream()
                .collect(Collectors.toMap(DataTypeResult::getDataType, result -> tally(result.getTally())));
    }

    private Map<String, Tally> tallies() {
        var all = new HashMap<String, Tally>();
        qm.tallies().forEach((type, tally) -> all.put(type.value(), tally));
        wfm.tallies().forEach((type, tally) -> all.put(type.value(), tally));
        return all;
    }

    /** Without the changes of other columns, which the oracle does not count. */
    private static Tally tally(org.userdatatransfer.events.Tally t) {
        return new Tally(
                t.getSourceBefore(),
                t.getTargetBefore(),
                t.getSourceAfter(),
                t.getTargetAfter(),
                t.getArchived(),
                t.getLive(),
                t.getMoved(),
                t.getCollapsed(),
                0);
    }
}
