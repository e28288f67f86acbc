package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the web port of a running worker answers. */
@ExtendWith(EndToEnd.class)
class WatchingTest {

    private final RunningWorker worker;
    private final Tenant tenant;

    WatchingTest(RunningWorker worker) {
        this.worker = worker;
        this.tenant = worker.suite.tenant();
    }

    @Test
    void showsATransferAndCountsIt() {
        tenant.withUsers("anna", "tom").withConflicts("anna", "tom");
        var transfer = worker.hr.transfer(tenant, "anna", "tom");
        worker.desk.completed(transfer);

        assertThat(worker.answer("/transfers/" + transfer))
                .contains("\"phase\":\"COMPLETED\"", "\"usersLocked\":false", "\"dataType\":\"evaluation\"");
        assertThat(worker.answer("/transfers/%s/history".formatted(transfer))).contains("\"cause\":\"STARTED\"");
        assertThat(worker.answer("/transfers?phase=COMPLETED&tenant=" + tenant.name())).contains(transfer.toString());
        assertThat(worker.answer("/actuator/health")).contains("UP");
        assertThat(worker.answer("/actuator/health/liveness")).contains("UP");
        await().untilAsserted(() -> assertThat(worker.answer("/actuator/prometheus"))
                .contains(
                        "transfer_current{state=\"needs_operator\"}",
                        "transfer_ended_total{outcome=\"COMPLETED\"}",
                        "transfer_subtask_batch_seconds_count{product=\"qm\",result=\"done\"}",
                        "transfer_subtask_batch_size_count{product=\"wfm\"}"));
    }

    /** Frozen in a promotion, it would hold up those of all others. */
    @Test
    void doesNotHoldTheCoordinatorsLocksForGoodWhenItIsFrozen() {
        assertThat(worker.databaseSetting("idle_in_transaction_session_timeout")).isEqualTo("2min");
    }
}
