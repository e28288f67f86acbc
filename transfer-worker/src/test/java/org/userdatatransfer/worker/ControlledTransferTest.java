package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.userdatatransfer.events.ControlAction;
import org.userdatatransfer.events.DataTypeResult;
import org.userdatatransfer.events.FailureOutcome;
import org.userdatatransfer.events.FailureReason;
import org.userdatatransfer.events.TransferMode;
import org.userdatatransfer.events.TransferPhase;
import org.userdatatransfer.events.TransferPreviewed;

/** What operators, dates and previews do to a transfer. */
@ExtendWith(EndToEnd.class)
class ControlledTransferTest {

    private final RunningWorker worker;
    private final Tenant tenant;

    ControlledTransferTest(RunningWorker worker) {
        this.worker = worker;
        this.tenant = worker.suite.tenant().withUsers("anna", "tom");
    }

    @Test
    void undoBringsEveryRowBack() {
        tenant.withConflicts("anna", "tom");
        var before = worker.suite.rows();
        var transfer = worker.hr.transfer(tenant, "anna", "tom");
        worker.desk.completed(transfer);

        worker.hr.control(ControlAction.UNDO, transfer);
        var undone = worker.desk.undone(transfer);

        before.areThoseOf(worker.suite);
        assertThat(undone.getRequestedBy()).isEqualTo("olga.operator");
        assertThat(undone.getDataTypes())
                .hasSize(36)
                .allSatisfy(result -> assertThat(result.getUnrestored()).isEmpty());
    }

    @Test
    void undoIsRefusedOnceALaterTransferHasMovedTheDataOn() {
        tenant.withUsers("bea");
        var first = worker.hr.transfer(tenant, "anna", "tom");
        worker.desk.completed(first);
        var second = worker.hr.transfer(tenant, "tom", "bea");
        worker.desk.completed(second);
        var rows = worker.suite.rows();

        worker.hr.control(ControlAction.UNDO, first);

        var refused = worker.desk.status(first, status -> status.getCause().equals("UNDO_REFUSED"));
        assertThat(refused.getMessage()).hasValueSatisfying(why -> assertThat(why).contains(second.toString()));
        rows.areThoseOf(worker.suite);
    }

    @Test
    void aChainIsUndoneFromItsEnd() {
        tenant.withUsers("bea").withConflicts("anna", "tom");
        var before = worker.suite.rows();
        var first = worker.hr.transfer(tenant, "anna", "tom");
        var second = worker.hr.transfer(tenant, "tom", "bea");
        worker.desk.allCompleted(List.of(first, second));

        worker.hr.control(ControlAction.UNDO, second);
        worker.desk.undone(second);
        worker.hr.control(ControlAction.UNDO, first);
        worker.desk.undone(first);

        before.areThoseOf(worker.suite);
    }

    @Test
    void cancelBeforeItIsDueTouchesNothing() {
        var before = worker.suite.rows();
        var transfer = worker.hr.publish(Hr.request(tenant, "anna", "tom")
                .setEffectiveAt(Instant.now().plus(Duration.ofDays(30)))
                .build());
        worker.desk.status(transfer, TransferPhase.SCHEDULED);

        worker.hr.control(ControlAction.CANCEL, transfer);

        isCancelled(transfer);
        before.areThoseOf(worker.suite);
    }

    @Test
    void cancelWhileItIsQueuedLetsTheOthersGoOn() throws SQLException {
        tenant.withUsers("bea");
        var before = worker.suite.rows();
        var start = Instant.now();
        UUID first;
        try (var held = holdAnnasLogins()) {
            first = worker.hr.transfer(tenant, "anna", "tom");
            worker.desk.status(first, TransferPhase.TRANSFERRING);
            var queued = worker.hr.transfer(tenant, "tom", "bea");
            var status = worker.desk.status(queued, s -> !s.getWaitsFor().isEmpty());
            assertThat(status.getWaitsFor()).containsExactly(first);
            assertThat(status.getQueuePosition()).contains(1);

            worker.hr.control(ControlAction.CANCEL, queued);

            isCancelled(queued);
        }
        worker.desk.completed(first);
        before.after(tenant.name(), "anna", "tom").isIn(worker.suite, start);
    }

    @Test
    void cancelWhileItRunsTakesBackWhatIsDone() throws SQLException {
        tenant.withConflicts("anna", "tom");
        var before = worker.suite.rows();
        UUID transfer;
        try (var held = holdAnnasLogins()) {
            transfer = worker.hr.transfer(tenant, "anna", "tom");
            worker.desk.status(transfer, status -> status.getDataTypes().stream()
                            .filter(type -> type.getState().equals("DONE"))
                            .count()
                    >= 20);

            worker.hr.control(ControlAction.CANCEL, transfer);
            worker.desk.status(transfer, TransferPhase.COMPENSATING);
        }
        isCancelled(transfer);
        before.areThoseOf(worker.suite);
    }

    @Test
    void cancelOfATransferNobodyHasSeenYetIsRemembered() {
        var before = worker.suite.rows();
        var request = Hr.request(tenant, "anna", "tom").build();
        worker.hr.control(ControlAction.CANCEL, request.getTransferId());
        worker.awaitQuiet();

        worker.hr.publish(request);

        isCancelled(request.getTransferId());
        before.areThoseOf(worker.suite);
    }

    @Test
    void replayCompletesWhatHadFailedOnceTheCauseIsGone() {
        tenant.withConflicts("anna", "tom").withHoursApprovedBy("anna", "tom");
        var transfer = worker.hr.transfer(tenant, "anna", "tom");
        assertThat(worker.desk.failed(transfer).getOutcome()).isEqualTo(FailureOutcome.COMPENSATED);
        worker.suite.wfm(
                "update agent_work_hours set approved_by = null where agent_id = demo.user_id(?, ?)",
                tenant.name(),
                "anna");
        var before = worker.suite.rows();
        var start = Instant.now();

        worker.hr.control(ControlAction.REPLAY, transfer);
        var completed = worker.desk.completed(transfer);

        var expected = before.after(tenant.name(), "anna", "tom");
        expected.isIn(worker.suite, start);
        expected.isTold(completed);
        assertThat(completed.getEpoch()).isGreaterThan(worker.desk.failed(transfer).getEpoch());
    }

    @Test
    void replayCompletesWhatWasRejectedForAPassingReason() {
        tenant.withInactiveUser("ina");
        var transfer = worker.hr.transfer(tenant, "anna", "ina");
        assertThat(worker.desk.failed(transfer).getOutcome()).isEqualTo(FailureOutcome.REJECTED);
        worker.suite.qm("update person_account set active = true where tenant_id = ?", tenant.name());
        worker.suite.wfm("update agent_account set active = true where tenant_id = ?", tenant.name());
        var before = worker.suite.rows();
        var start = Instant.now();

        worker.hr.control(ControlAction.REPLAY, transfer);
        worker.desk.completed(transfer);

        before.after(tenant.name(), "anna", "ina").isIn(worker.suite, start);
    }

    @Test
    void replayRunsOnlyTheTypesItNames() {
        tenant.withHoursApprovedBy("anna", "tom");
        var transfer = worker.hr.transfer(tenant, "anna", "tom");
        worker.desk.failed(transfer);

        worker.hr.control(ControlAction.REPLAY, transfer, "ccr", "project");
        var completed = worker.desk.completed(transfer);

        assertThat(completed.getDataTypes().stream()
                        .filter(result -> result.getTally().getMoved() > 0)
                        .map(DataTypeResult::getDataType))
                .containsExactlyInAnyOrder("ccr", "project");
    }

    @Test
    void replayIsRefusedWhereThereIsNothingToRunAgain() {
        var transfer = worker.hr.transfer(tenant, "anna", "tom");
        worker.desk.completed(transfer);
        var rows = worker.suite.rows();

        worker.hr.control(ControlAction.REPLAY, transfer);

        worker.desk.status(transfer, status -> status.getCause().equals("REPLAY_REFUSED"));
        rows.areThoseOf(worker.suite);
    }

    @Test
    void aTransferOfTheFutureBlocksNobodyAndStartsByTheClockOfTheDatabase() {
        tenant.withUsers("bea");
        var due = worker.suite.now().plusSeconds(4);
        var later = worker.hr.publish(
                Hr.request(tenant, "anna", "tom").setEffectiveAt(due).build());
        worker.desk.status(later, TransferPhase.SCHEDULED);
        var before = worker.suite.rows();
        var start = Instant.now();

        var now = worker.hr.transfer(tenant, "tom", "bea");
        assertThat(worker.desk.completed(now).getAt()).isBefore(due);
        var completed = worker.desk.completed(later);

        assertThat(worker.desk.status(later, TransferPhase.TRANSFERRING).getAt()).isAfterOrEqualTo(due);
        assertThat(completed.getConserved()).isTrue();
        before.after(tenant.name(), "tom", "bea")
                .rows()
                .after(tenant.name(), "anna", "tom")
                .isIn(worker.suite, start);
    }

    @Test
    void aPreviewTellsWhatATransferWouldDoAndChangesNothing() {
        tenant.withConflicts("anna", "tom");
        var before = worker.suite.rows();
        var start = Instant.now();
        var preview = preview();
        before.areThoseOf(worker.suite);

        var completed = worker.desk.completed(execute(preview.getPlanHash()));

        assertThat(preview.getDataTypes())
                .extracting(DataTypeResult::getDataType, DataTypeResult::getTally)
                .containsExactlyElementsOf(completed.getDataTypes().stream()
                        .map(result -> tuple(result.getDataType(), result.getTally()))
                        .toList());
        before.after(tenant.name(), "anna", "tom").isIn(worker.suite, start);
    }

    @Test
    void aConflictDecidedOtherwiseThanInThePreviewIsRejectedAndAFreshPreviewIsFollowed() {
        tenant.withConflicts("anna", "tom");
        var stale = preview().getPlanHash();
        worker.suite.qm(
                "update contact_goal set name = 'Goal ' || goal_id where owner_id = demo.user_id(?, ?)",
                tenant.name(),
                "tom");
        worker.suite.wfm("delete from view_member where agent_id = demo.user_id(?, ?)", tenant.name(), "tom");
        // Nothing to decide: the target's rows are overwritten, however many there are.
        worker.suite.wfm("delete from agent_project where agent_id = demo.user_id(?, ?)", tenant.name(), "tom");
        var before = worker.suite.rows();
        var ledger = worker.suite.ledger();

        var rejected = worker.desk.failed(execute(stale));

        assertThat(rejected.getOutcome()).isEqualTo(FailureOutcome.REJECTED);
        assertThat(rejected.getReasons())
                .extracting(FailureReason::getCode, reason -> reason.getDataType().orElseThrow())
                .containsExactlyInAnyOrder(tuple("PLAN_DRIFT", "contact-goal"), tuple("PLAN_DRIFT", "view"));
        assertThat(rejected.getReasons())
                .extracting(FailureReason::getMessage)
                .anySatisfy(message -> assertThat(message)
                        .isEqualTo(
                                "Data type contact-goal would now be decided otherwise than in the preview (now: "
                                        + "nothing to decide). Preview again, and request with the new planHash."))
                .anySatisfy(message -> assertThat(message)
                        .contains("view would now be decided otherwise", "(now: same-view 1 rows such as ["));
        before.areThoseOf(worker.suite);
        assertThat(worker.suite.ledger()).isEqualTo(ledger);

        var start = Instant.now();
        worker.desk.completed(execute(preview().getPlanHash()));

        before.after(tenant.name(), "anna", "tom").isIn(worker.suite, start);
    }

    private TransferPreviewed preview() {
        return worker.desk.previewed(worker.hr.publish(Hr.request(tenant, "anna", "tom")
                .setMode(TransferMode.PREVIEW)
                .build()));
    }

    private UUID execute(String planHash) {
        return worker.hr.publish(
                Hr.request(tenant, "anna", "tom").setPlanHash(planHash).build());
    }

    private Suite.OpenTransaction holdAnnasLogins() throws SQLException {
        return worker.suite.holdInQm("select 1 from login_state where person_id = demo.user_id('%s', 'anna') for update"
                .formatted(tenant.name()));
    }

    private void isCancelled(UUID transfer) {
        var failed = worker.desk.failed(transfer);
        assertThat(failed.getOutcome()).isEqualTo(FailureOutcome.CANCELLED);
        assertThat(failed.getReasons()).extracting(FailureReason::getCode).containsExactly("CANCELLED");
    }
}
