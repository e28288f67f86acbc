package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;
import static org.userdatatransfer.worker.coordination.Rehearsal.settings;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.StatusChanged;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.SubTask;

/** Sub-tasks that real workers are handed only when an operator is already wanted: what is accepted stays as it is. */
class LateSubTasksTest {

    /** The workers are away when it is to be undone, and come back after somebody has wanted it to stay as it is. */
    @Test
    void isUndoneWhenTheUndoIsDeliveredLateAndNotAcceptedBefore() {
        try (var workers = RealWorkers.start()) {
            var patient = new Rehearsal(overdueAfter(Duration.ofHours(1), Duration.ofMillis(1)));
            var before = callOwners(workers);
            patient.request(request(1, "anna.leaver", "tom.taker"));
            workers.work(patient);
            patient.control(1, ControlAction.UNDO);
            var late = patient.taken();
            needsAnOperator(patient);

            patient.control(1, ControlAction.ACCEPT);
            isRefused(patient);
            workers.deliver(late, patient);
            assertThat(patient.phase(1)).isEqualTo(Phase.UNDONE);
            assertThat(patient.facts(1, Announcement.Undone.class)).hasSize(1);
            assertThat(callOwners(workers)).isEqualTo(before);
            staysAsItIs(workers, patient, late);
        }
    }

    /** Nobody was there to do it in time; when it is accepted, its target is transferred on. */
    @Test
    void leavesAcceptedRowsAloneThoughTheTransferIsDeliveredLate() {
        try (var workers = RealWorkers.start()) {
            var hasty = new Rehearsal(overdueAfter(Duration.ofMillis(1), Duration.ofHours(1)));
            hasty.request(request(1, "anna.leaver", "tom.taker"));
            var late = hasty.taken();
            needsAnOperator(hasty);

            hasty.control(1, ControlAction.ACCEPT);
            isRefused(hasty);
            hasty.request(request(2, "tom.taker", "bea"));
            assertThat(hasty.phase(2)).isEqualTo(Phase.QUEUED);
            workers.deliver(late, hasty);
            hasty.control(1, ControlAction.ACCEPT);
            workers.work(hasty);
            assertThat(hasty.phases(1, 2)).containsExactly(Phase.ACCEPTED, Phase.COMPLETED);
            assertThat(callOwners(workers)).noneMatch(owner -> owner.startsWith("tom.taker"));
            staysAsItIs(workers, hasty, late);
        }
    }

    private static CoordinationSettings overdueAfter(Duration transferDeadline, Duration compensationDeadline) {
        var s = settings();
        return new CoordinationSettings(
                s.maxRunning(), s.sweepInterval(), s.sweepBatch(), s.askAgainAfter(), s.firstDeferral(),
                transferDeadline, SagaPolicy.WhenOverdue.NEEDS_OPERATOR, compensationDeadline, 1,
                s.compensationPause(), s.undoWindow(), s.retention());
    }

    private static void needsAnOperator(Rehearsal rehearsal) {
        await().untilAsserted(() -> {
            rehearsal.coordination.overdue().sweep();
            assertThat(rehearsal.phase(1)).isEqualTo(Phase.NEEDS_OPERATOR);
        });
    }

    private static void isRefused(Rehearsal rehearsal) {
        assertThat(rehearsal.phase(1)).isEqualTo(Phase.NEEDS_OPERATOR);
        assertThat(rehearsal.saga(1).unanswered()).contains("ccr (qm)", "alert (wfm)");
        assertThat(rehearsal.facts(1, StatusChanged.class).getLast().cause()).isEqualTo(Cause.ACCEPT_REFUSED);
    }

    private static void staysAsItIs(RealWorkers workers, Rehearsal rehearsal, List<SubTask> deliveredAgain) {
        var owners = callOwners(workers);
        workers.deliver(deliveredAgain, rehearsal);
        workers.work(rehearsal);
        assertThat(callOwners(workers)).isEqualTo(owners);
    }

    private static List<String> callOwners(RealWorkers workers) {
        return JdbcClient.create(workers.databases().qm())
                .sql(
                        """
                        SELECT suite_user_id || ' ' || count(*) FROM ccr JOIN person_account USING (person_id)
                        WHERE tenant_id = 'acme' GROUP BY suite_user_id ORDER BY 1
                        """)
                .query(String.class)
                .list();
    }
}
