package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.events.ControlAction;
import org.userdatatransfer.events.FailureOutcome;
import org.userdatatransfer.events.FailureReason;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferPhase;
import org.userdatatransfer.worker.local.LocalKafka;

/** What time does to a transfer, with workers who have little of it. */
class DeadlineTest {

    private static LocalKafka broker;

    @BeforeAll
    static void start() {
        broker = LocalKafka.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void takesBackWhatIsNotThroughInTimeAndAsksAgainForWhatWasLost() throws SQLException {
        try (var worker = RunningWorker.inAHurry(broker, "COMPENSATE")) {
            var tenant = worker.suite.tenant().withUsers("anna", "tom").withConflicts("anna", "tom");
            var before = worker.suite.rows();
            UUID late;
            try (var held = holdAnnasLogins(worker, tenant)) {
                late = worker.hr.transfer(tenant, "anna", "tom");
                var status = worker.desk.status(late, TransferPhase.COMPENSATING);
                assertThat(status.getCause()).isEqualTo("DEADLINE");
            }
            var told = worker.desk.failed(late);
            assertThat(told.getOutcome()).isEqualTo(FailureOutcome.COMPENSATED);
            isOfLogins(told);
            before.areThoseOf(worker.suite);

            asksAgainForWhatWasLost(worker, tenant, before);
        }
    }

    private static void asksAgainForWhatWasLost(RunningWorker worker, Tenant tenant, Rows before) {
        var start = Instant.now();
        UUID transfer;
        try (var loss = worker.loseCommands()) {
            transfer = worker.hr.transfer(tenant, "anna", "tom");
            loss.loseAtLeast(20);
        }
        var expected = before.after(tenant.name(), "anna", "tom");
        expected.isTold(worker.desk.completed(transfer));
        expected.isIn(worker.suite, start);
    }

    @Test
    void leavesWhatIsNotThroughInTimeToAnOperator() throws SQLException {
        try (var worker = RunningWorker.inAHurry(broker, "NEEDS_OPERATOR")) {
            var tenant = worker.suite.tenant().withUsers("anna", "tom", "bea").withConflicts("anna", "tom");
            var before = worker.suite.rows();
            var start = Instant.now();
            UUID late;
            UUID next;
            try (var held = holdAnnasLogins(worker, tenant)) {
                late = worker.hr.transfer(tenant, "anna", "tom");
                var told = worker.desk.failed(late);
                assertThat(told.getOutcome()).isEqualTo(FailureOutcome.NEEDS_OPERATOR);
                isOfLogins(told);
                next = worker.hr.transfer(tenant, "tom", "bea");
                worker.desk.status(next, status -> status.getWaitsFor().equals(List.of(late)));
            }

            worker.hr.control(ControlAction.REPLAY, late);

            worker.desk.failed(late, FailureOutcome.COMPENSATED);
            worker.desk.completed(next);
            before.after(tenant.name(), "tom", "bea").isIn(worker.suite, start);
        }
    }

    private static void isOfLogins(TransferFailed told) {
        assertThat(told.getReasons()).extracting(FailureReason::getCode).containsExactly("DEADLINE_EXCEEDED");
        assertThat(told.getReasons().getFirst().getMessage()).contains("login-state");
    }

    private static Suite.OpenTransaction holdAnnasLogins(RunningWorker worker, Tenant tenant) throws SQLException {
        return worker.suite.holdInQm("select 1 from login_state where person_id = demo.user_id('%s', 'anna') for update"
                .formatted(tenant.name()));
    }
}
