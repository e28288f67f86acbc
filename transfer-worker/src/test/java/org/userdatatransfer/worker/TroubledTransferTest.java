package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.userdatatransfer.events.ControlAction;
import org.userdatatransfer.events.DataTypeOutcome;
import org.userdatatransfer.events.DataTypeResult;
import org.userdatatransfer.events.FailureOutcome;
import org.userdatatransfer.events.FailureReason;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferPhase;
import org.userdatatransfer.events.TransferStatusChanged;
import org.userdatatransfer.worker.oracle.ExpectedTransfer;
import org.userdatatransfer.worker.oracle.UserPair;
import org.userdatatransfer.worker.transfer.DataTypeName;

/** A transfer that failed and cannot be taken back whole: who is told what, who waits, and how it is resolved. */
@ExtendWith(EndToEnd.class)
class TroubledTransferTest {

    private final RunningWorker worker;
    private final Tenant tenant;
    private Rows before;
    private UUID transfer;
    private TransferFailed told;

    TroubledTransferTest(RunningWorker worker) {
        this.worker = worker;
        this.tenant = worker.suite.tenant().withUsers("anna", "tom", "bea").withConflicts("anna", "tom");
    }

    /** Hours that cannot become tom's make it fail, and a trigger lets no login become anna's again. */
    @BeforeEach
    void failsAndCannotBeTakenBack() throws SQLException {
        tenant.withHoursApprovedBy("anna", "tom");
        before = worker.suite.rows();
        worker.suite.qm("""
                create or replace function demo.refuse() returns trigger language plpgsql as
                $$ begin raise exception 'No login comes back.'; end $$
                """);
        worker.suite.qm("""
                create trigger %s before update on login_state for each row
                when (old.person_id <> new.person_id and new.person_id = %d) execute function demo.refuse()
                """.formatted(trigger(), worker.suite.idInQm(tenant.name(), "anna")));
        try (var held = holdAnnasHours()) {
            transfer = worker.hr.transfer(tenant, "anna", "tom");
            worker.desk.status(transfer, TroubledTransferTest::isThroughWithLogins);
        }
        told = worker.desk.failed(transfer);
    }

    private Suite.OpenTransaction holdAnnasHours() throws SQLException {
        return worker.suite.holdInWfm(
                "select 1 from agent_work_hours where agent_id = demo.user_id('%s', 'anna') for update"
                        .formatted(tenant.name()));
    }

    private static boolean isThroughWithLogins(TransferStatusChanged status) {
        return status.getDataTypes().stream()
                .anyMatch(type ->
                        type.getDataType().equals("login-state") && type.getState().equals("DONE"));
    }

    @Test
    void saysExactlyWhatIsNotRestoredAndKeepsItsUsersUntilItIsTakenBack() {
        assertThat(told.getOutcome()).isEqualTo(FailureOutcome.NEEDS_OPERATOR);
        assertThat(told.getReasons().getFirst().getDataType()).contains("agent-work-hours");
        assertThat(told.getReasons())
                .filteredOn(reason -> reason.getCode().equals("NOT_RESTORED"))
                .extracting(FailureReason::getDataType)
                .containsExactly(Optional.of("login-state"));
        assertThat(told.getDataTypes().stream()
                        .filter(result -> result.getOutcome() == DataTypeOutcome.FAILED)
                        .map(DataTypeResult::getDataType))
                .contains("login-state");
        onlyLoginsAreToms();

        var next = worker.hr.transfer(tenant, "tom", "bea");
        assertThat(worker.desk.status(next, s -> !s.getWaitsFor().isEmpty()).getWaitsFor()).containsExactly(transfer);
        assertThat(worker.desk.status(transfer, TransferPhase.NEEDS_OPERATOR).getEpoch()).isEqualTo(told.getEpoch());
        assertThat(worker.answer("/transfers/" + transfer))
                .contains("\"phase\":\"NEEDS_OPERATOR\"", "\"usersLocked\":true");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(worker.answer("/actuator/prometheus"))
                        .contains("transfer_current{state=\"needs_operator\"} 1.0"));

        letLoginsComeBack();
        worker.hr.control(ControlAction.REPLAY, transfer);

        worker.desk.failed(transfer, FailureOutcome.COMPENSATED);
        worker.desk.completed(next);
        before.after(tenant.name(), "tom", "bea").isIn(worker.suite, told.getAt());
    }

    @Test
    void staysAsItIsAndFreesItsUsersWhenAnOperatorAcceptsIt() {
        var next = worker.hr.transfer(tenant, "tom", "bea");
        worker.desk.status(next, s -> s.getWaitsFor().equals(List.of(transfer)));
        onlyLoginsAreToms();

        worker.hr.control(ControlAction.ACCEPT, transfer);

        assertThat(worker.desk.status(transfer, TransferPhase.ACCEPTED).getBy()).contains("olga.operator");
        worker.desk.completed(next);
        assertThat(worker.answer("/transfers/" + transfer)).contains("\"usersLocked\":false");
        letLoginsComeBack();
        onlyLoginsOfAnna().rows().after(tenant.name(), "tom", "bea").isIn(worker.suite, told.getAt());
    }

    private void onlyLoginsAreToms() {
        onlyLoginsOfAnna().rows().areThoseOf(worker.suite);
    }

    private Outcome onlyLoginsOfAnna() {
        return new Outcome(
                ExpectedTransfer.ofQm(
                        before.qm(),
                        UserPair.inQm(before.qm(), tenant.name(), "anna", "tom"),
                        Set.of(new DataTypeName("login-state"))),
                ExpectedTransfer.ofWfm(
                        before.wfm(),
                        UserPair.inWfm(before.wfm(), tenant.name(), "anna", "tom"),
                        Set.of(),
                        Set.of()));
    }

    private void letLoginsComeBack() {
        worker.suite.qm("drop trigger %s on login_state".formatted(trigger()));
    }

    private String trigger() {
        return tenant.name().replace('-', '_');
    }
}
