package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.userdatatransfer.events.ControlAction;
import org.userdatatransfer.events.DataTypeOutcome;
import org.userdatatransfer.events.DataTypeResult;
import org.userdatatransfer.events.FailureOutcome;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.worker.local.LocalKafka;

/** What a single transfer does and leaves behind, from the request to the announcement. */
@ExtendWith(EndToEnd.class)
class WholeTransferTest {

    private final RunningWorker worker;
    private final Tenant tenant;

    WholeTransferTest(RunningWorker worker) {
        this.worker = worker;
        this.tenant = worker.suite.tenant();
    }

    @Test
    void movesAll36TypesWithEveryConflictAsTheOracleSays() {
        tenant.withUsers("anna", "tom").withConflicts("anna", "tom");
        var before = worker.suite.rows();
        var start = Instant.now();

        var completed = worker.desk.completed(worker.hr.transfer(tenant, "anna", "tom"));

        var expected = before.after(tenant.name(), "anna", "tom");
        expected.isIn(worker.suite, start);
        expected.isTold(completed);
        assertThat(completed.getDataTypes())
                .hasSize(36)
                .extracting(DataTypeResult::getOutcome)
                .containsOnly(DataTypeOutcome.DONE);
    }

    @Test
    void changesNothingWhenEveryRecordComesTwiceAndOutOfOrder() {
        tenant.withUsers("anna", "tom").withConflicts("anna", "tom");
        var before = worker.suite.rows();
        var start = Instant.now();
        var seed = System.nanoTime();
        System.out.println("Shuffled with seed " + seed);

        try (var network = worker.redelivery(seed)) {
            var transfer = worker.hr.transfer(tenant, "anna", "tom");
            var completed = worker.desk.completed(transfer);
            var ledger = worker.suite.ledger();
            assertThat(network.everythingAgain()).as("sub-tasks and reports").isGreaterThan(36 + 2);
            worker.awaitQuiet();

            var expected = before.after(tenant.name(), "anna", "tom");
            expected.isIn(worker.suite, start);
            expected.isTold(completed);
            assertThat(worker.suite.ledger()).isEqualTo(ledger);
            assertThat(worker.desk.outcomes(transfer))
                    .extracting(Desk.Heard::eventId)
                    .as("outcomes with seed %d", seed)
                    .hasSize(1);
            everyAnnouncementHasASequenceOfItsOwn(transfer);
        }
    }

    @Test
    void changesNothingWhenEveryRecordOfAnUndoComesTwiceAndOutOfOrder() {
        tenant.withUsers("anna", "tom").withConflicts("anna", "tom");
        var before = worker.suite.rows();
        var seed = System.nanoTime();
        System.out.println("Shuffled with seed " + seed);

        try (var network = worker.redelivery(seed)) {
            var transfer = worker.hr.transfer(tenant, "anna", "tom");
            worker.desk.completed(transfer);
            worker.hr.control(ControlAction.UNDO, transfer);
            worker.desk.undone(transfer);
            network.everythingAgain();
            worker.awaitQuiet();

            before.areThoseOf(worker.suite);
            assertThat(worker.desk.outcomes(transfer))
                    .extracting(Desk.Heard::eventId)
                    .as("outcomes with seed %d", seed)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    private void everyAnnouncementHasASequenceOfItsOwn(UUID transfer) {
        var bySequence = worker.desk.of(transfer).stream()
                .collect(Collectors.groupingBy(
                        heard -> heard.value().get(heard.value().getSchema().getField("sequence").pos()),
                        Collectors.mapping(Desk.Heard::eventId, Collectors.toSet())));
        assertThat(bySequence).allSatisfy((sequence, eventIds) -> assertThat(eventIds).hasSize(1));
    }

    @Test
    void restoresAll36TypesWhenOneOfThemFails() {
        tenant.withUsers("fred", "gina").withConflicts("fred", "gina").withHoursApprovedBy("fred", "gina");
        var before = worker.suite.rows();

        var failed = worker.desk.failed(worker.hr.transfer(tenant, "fred", "gina"));

        before.areThoseOf(worker.suite);
        isCompensated(failed, "CONSTRAINT_VIOLATED", "agent-work-hours", "agent_work_hours_four_eyes");
    }

    @Test
    void restoresAll36TypesWhenTheVeryLastOneFails() {
        tenant.withUsers("fred", "gina").withConflicts("fred", "gina");
        worker.suite.wfm(
                "alter table agent_real_time_state add constraint gina_rests check (agent_id <> %d) not valid"
                        .formatted(worker.suite.idInWfm(tenant.name(), "gina")));
        var before = worker.suite.rows();

        try {
            var failed = worker.desk.failed(worker.hr.transfer(tenant, "fred", "gina"));

            before.areThoseOf(worker.suite);
            isCompensated(failed, "CONSTRAINT_VIOLATED", "agent-real-time-state", "gina_rests");
            assertThat(failed.getDataTypes())
                    .hasSize(36)
                    .allSatisfy(result -> assertThat(result.getUnrestored()).isEmpty());
        } finally {
            worker.suite.wfm("alter table agent_real_time_state drop constraint gina_rests");
        }
    }

    @Test
    void restoresAll36TypesWhenATriggerSwallowsARow() {
        tenant.withUsers("fred", "gina").withConflicts("fred", "gina");
        var gina = worker.suite.idInWfm(tenant.name(), "gina");
        worker.suite.wfm("create function swallow() returns trigger language plpgsql as 'begin return null; end'");
        worker.suite.wfm(
                "create trigger swallow before update on agent_project"
                        + " for each row when (new.agent_id = %d) execute function swallow()".formatted(gina));
        var before = worker.suite.rows();

        try {
            var failed = worker.desk.failed(worker.hr.transfer(tenant, "fred", "gina"));

            before.areThoseOf(worker.suite);
            isCompensated(failed, "ROWS_WITHHELD", "project", "stayed behind");
        } finally {
            worker.suite.wfm("drop function swallow cascade");
        }
    }

    private static void isCompensated(TransferFailed failed, String code, String dataType, String why) {
        assertThat(failed.getOutcome()).isEqualTo(FailureOutcome.COMPENSATED);
        assertThat(failed.getReasons()).singleElement().satisfies(reason -> {
            assertThat(reason.getCode()).isEqualTo(code);
            assertThat(reason.getDataType()).contains(dataType);
            assertThat(reason.getMessage()).contains(why);
        });
    }

    @Test
    void skipsTheTypesOfAProductThatTheSourceIsNotIn() {
        tenant.withUserOfQmOnly("quinn").withUsers("tom");
        var before = worker.suite.rows();
        var start = Instant.now();

        var completed = worker.desk.completed(worker.hr.transfer(tenant, "quinn", "tom"));

        var expected = Outcome.ofQmOnly(before, tenant.name(), "quinn", "tom");
        expected.isIn(worker.suite, start);
        assertThat(skipped(completed.getDataTypes())).hasSize(25).containsOnly("NOT_IN_PRODUCT");
        assertThat(completed.getConserved()).isTrue();
    }

    private static List<String> skipped(List<DataTypeResult> results) {
        return results.stream()
                .filter(result -> result.getOutcome() == DataTypeOutcome.SKIPPED)
                .map(result -> result.getReason().orElse(""))
                .toList();
    }

    @Test
    void movesAndDestroysNothingWhenThePairIsRequestedAgain() {
        tenant.withUsers("anna", "tom").withConflicts("anna", "tom");
        worker.desk.completed(worker.hr.transfer(tenant, "anna", "tom"));
        var after = worker.suite.rows();
        var ledger = worker.suite.ledger();

        var again = worker.desk.completed(worker.hr.transfer(tenant, "anna", "tom"));

        after.areThoseOf(worker.suite);
        assertThat(worker.suite.ledger()).isEqualTo(ledger);
        assertThat(again.getDataTypes())
                .allSatisfy(result -> assertThat(result.getTally().getMoved()).isZero());
        assertThat(again.getDataTypes().stream()
                        .filter(result -> result.getReason().equals(Optional.of("KEPT_EMPTY_SOURCE"))))
                .hasSize(19);
    }

    @Test
    void destroysNothingWhenSourceAndTargetAreSwapped() {
        tenant.withUsers("anna", "tom");
        worker.desk.completed(worker.hr.transfer(tenant, "anna", "tom"));
        var before = worker.suite.rows();
        var start = Instant.now();

        var completed = worker.desk.completed(worker.hr.transfer(tenant, "tom", "anna"));

        var expected = before.after(tenant.name(), "tom", "anna");
        expected.isIn(worker.suite, start);
        expected.isTold(completed);
    }

    @Test
    void skipsATypeWhoseTableIsAbsent() {
        try (var broker = LocalKafka.start();
                var old = RunningWorker.withoutAlerts(broker)) {
            var customer = old.suite.tenant().withUsers("anna", "tom").withConflicts("anna", "tom");
            var before = old.suite.rows();
            var start = Instant.now();

            var completed = old.desk.completed(old.hr.transfer(customer, "anna", "tom"));

            before.after(customer.name(), "anna", "tom").isIn(old.suite, start);
            assertThat(completed.getDataTypes().stream()
                            .filter(result -> result.getOutcome() == DataTypeOutcome.SKIPPED)
                            .collect(Collectors.toMap(DataTypeResult::getDataType, DataTypeResult::getReason)))
                    .containsExactly(entry("alert", Optional.of("TABLE_ABSENT")));
        }
    }
}
