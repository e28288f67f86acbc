package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.ExpectedTransfer;
import org.userdatatransfer.worker.oracle.UserPair;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Tally;

/** All 36 data types with every conflict present, against the independently computed rows. */
@Execution(ExecutionMode.CONCURRENT)
class AllDataTypesTest {

    private final Sample sample = Sample.annaToTom();

    private record Expected(ExpectedTransfer qm, ExpectedTransfer wfm) {

        static Expected of(Products products, Sample sample) {
            var qm = DatabaseRows.read(products.qm());
            var wfm = DatabaseRows.read(products.wfm());
            return new Expected(
                    ExpectedTransfer.ofQm(qm, UserPair.inQm(qm, "acme", sample.source(), sample.target())),
                    ExpectedTransfer.ofWfm(wfm, UserPair.inWfm(wfm, "acme", sample.source(), sample.target())));
        }

        Map<DataTypeName, Tally> tallies() {
            var all = new HashMap<>(qm.tallies());
            all.putAll(wfm.tallies());
            return all;
        }

        void areIn(Products products, Instant since) {
            assertThatRows(qm.comparable(DatabaseRows.read(products.qm()), since, Instant.now())).areAsIn(qm.after());
            assertThatRows(wfm.comparable(DatabaseRows.read(products.wfm()), since, Instant.now()))
                    .areAsIn(wfm.after());
        }
    }

    @ParameterizedTest(name = "in slices of {0} rows")
    @ValueSource(ints = {50_000, 7})
    void leavesExactlyTheRowsThatTheOracleExpects(int sliceRows) throws Exception {
        try (var products = Products.reference(new EngineSettings(sliceRows, sliceRows, 100, 2))) {
            var expected = Expected.of(products, sample);
            var start = Instant.now();

            var results = products.transfer(sample, 1);

            assertThat(results).hasSize(36).allSatisfy((type, result) -> assertThat(result.outcome())
                    .as("%s: %s", type, result)
                    .isEqualTo(DataTypeOutcome.DONE));
            expected.areIn(products, start);
            assertThat(tallies(results)).isEqualTo(expected.tallies());
        }
    }

    @Test
    void changesNothingWhenDeliveredAgainAndSaysTheSame() throws Exception {
        try (var products = Products.reference()) {
            var expected = Expected.of(products, sample);
            var start = Instant.now();
            var first = products.transfer(sample, 1);

            var second = products.transfer(sample, 1);

            expected.areIn(products, start);
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void destroysNothingWhenDeliveredAgainWithoutTheFence() throws Exception {
        try (var products = Products.reference()) {
            var expected = Expected.of(products, sample);
            var start = Instant.now();
            products.transfer(sample, 1);
            for (var database : products.dataSources.values()) {
                JdbcClient.create(database).sql("DELETE FROM user_data_transfer.sub_task_fence").update();
            }

            products.transfer(sample, 1);

            expected.areIn(products, start);
        }
    }

    @ParameterizedTest(name = "in slices of {0} rows")
    @ValueSource(ints = {50_000, 7})
    void bringsBackEveryRowWhenUndone(int sliceRows) throws Exception {
        try (var products = Products.reference(new EngineSettings(sliceRows, sliceRows, 100, 2))) {
            var qm = DatabaseRows.read(products.qm());
            var wfm = DatabaseRows.read(products.wfm());
            products.transfer(sample, 1);

            var results = products.undo(sample, 2);

            assertThat(results).allSatisfy((type, result) -> {
                assertThat(result.outcome()).as("%s", result).isEqualTo(DataTypeOutcome.DONE);
                assertThat(result.unrestored()).as("%s", type).isEmpty();
            });
            assertThatRows(DatabaseRows.read(products.qm())).areAsIn(qm);
            assertThatRows(DatabaseRows.read(products.wfm())).areAsIn(wfm);
        }
    }

    /** Without what the oracle does not count. */
    private static Map<DataTypeName, Tally> tallies(Map<DataTypeName, DataTypeResult> results) {
        var tallies = new HashMap<DataTypeName, Tally>();
        results.forEach((type, result) -> {
            var t = result.tally();
            assertThat(t.conserved()).as("%s conserved: %s", type, t).isTrue();
            tallies.put(type, new Tally(
                    t.sourceBefore(), t.targetBefore(), t.sourceAfter(), t.targetAfter(), t.archived(), 0,
                    t.moved(), t.collapsed(), 0));
        });
        return tallies;
    }
}
