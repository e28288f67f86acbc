package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.userdatatransfer.events.DataTypeOptions;
import org.userdatatransfer.events.FailureOutcome;
import org.userdatatransfer.events.FailureReason;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.events.WhenSourceEmpty;

/** Requests that cannot be followed: each is told why, in which field, with which value, and touches no row. */
@ExtendWith(EndToEnd.class)
class RejectionTest {

    private final RunningWorker worker;
    private final Tenant tenant;

    RejectionTest(RunningWorker worker) {
        this.worker = worker;
        this.tenant = worker.suite.tenant().withUsers("anna", "tom");
    }

    @Test
    void ofTheSameUserAsSourceAndTarget() {
        isRejected(Hr.request(tenant, "anna", "anna"), "SAME_USER", "targetUserId", "anna");
    }

    @Test
    void ofTwoSuiteUsersWhoAreOneInAProduct() {
        tenant.withAlias("tom.alias", "tom");
        isRejected(Hr.request(tenant, "tom", "tom.alias"), "SAME_USER", "targetUserId", "tom.alias");
    }

    @Test
    void ofAnUnknownSource() {
        isRejected(Hr.request(tenant, "nobody", "tom"), "UNKNOWN_USER", "sourceUserId", "nobody");
    }

    @Test
    void ofAnUnknownTarget() {
        isRejected(Hr.request(tenant, "anna", "nobody"), "UNKNOWN_USER", "targetUserId", "nobody");
    }

    @Test
    void ofAnUnknownTenant() {
        var nowhere = new Tenant(worker.suite, "nowhere");
        isRejected(Hr.request(nowhere, "nobody", "tom"), "UNKNOWN_USER", "sourceUserId", "nobody");
    }

    @Test
    void ofATargetOfAnotherTenant() {
        worker.suite.tenant().withUsers("stranger");
        isRejected(Hr.request(tenant, "anna", "stranger"), "USER_OF_OTHER_TENANT", "targetUserId", "stranger");
    }

    @Test
    void ofASourceOfAnotherTenant() {
        worker.suite.tenant().withUsers("foreigner");
        isRejected(Hr.request(tenant, "foreigner", "tom"), "USER_OF_OTHER_TENANT", "sourceUserId", "foreigner");
    }

    @Test
    void ofAnInactiveTarget() {
        tenant.withInactiveUser("ina");
        isRejected(Hr.request(tenant, "anna", "ina"), "INACTIVE_TARGET", "targetUserId", "ina");
    }

    @Test
    void ofATargetWhoIsNotWhereTheSourceHasRows() {
        tenant.withUserOfQmOnly("quinn");
        isRejected(Hr.request(tenant, "anna", "quinn"), "TARGET_NOT_IN_PRODUCT", "targetUserId", "quinn");
    }

    @Test
    void ofAnUnknownDataType() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setDataTypes(List.of("ccr", "shoe-size")),
                "UNKNOWN_DATA_TYPE",
                "dataTypes",
                "shoe-size");
    }

    @Test
    void ofADataTypeWithoutAName() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setDataTypes(List.of(" ")), "UNKNOWN_DATA_TYPE", "dataTypes", " ");
    }

    @Test
    void ofHalfAGroup() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setDataTypes(List.of("dynamic-schedule", "dynamic-schedule-shift")),
                "INCOMPLETE_GROUP",
                "dataTypes",
                "dynamic-schedule");
    }

    @Test
    void ofWipingTheTargetOfACombinedType() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setOptions(Map.of("ccr", wiping())),
                "OPTION_NOT_APPLICABLE",
                "options",
                "ccr");
    }

    @Test
    void ofWipingHalfAGroup() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setOptions(Map.of("skill-mapping", wiping())),
                "INCOMPLETE_GROUP",
                "options",
                "skill-mapping");
    }

    @Test
    void ofOptionsForATypeThatIsNotAskedFor() {
        isRejected(
                Hr.request(tenant, "anna", "tom")
                        .setDataTypes(List.of("ccr"))
                        .setOptions(Map.of("project", wiping())),
                "UNKNOWN_DATA_TYPE",
                "options",
                "project");
    }

    @Test
    void ofABlankTenant() {
        isRejected(Hr.request(tenant, "anna", "tom").setTenantId(" "), "MISSING_VALUE", "tenantId", " ");
    }

    @Test
    void ofABlankSource() {
        isRejected(Hr.request(tenant, "", "tom"), "MISSING_VALUE", "sourceUserId", "");
    }

    @Test
    void ofABlankTarget() {
        isRejected(Hr.request(tenant, "anna", ""), "MISSING_VALUE", "targetUserId", "");
    }

    @Test
    void ofAnIdThatStandsForAnotherTransferAlready() {
        tenant.withUsers("bea");
        var first = Hr.request(tenant, "anna", "tom").build();
        worker.desk.completed(worker.hr.publish(first));
        var after = worker.suite.rows();

        worker.hr.publish(TransferRequested.newBuilder(first).setTargetUserId("bea").build());

        var failed = worker.desk.failed(first.getTransferId());
        isRejected(failed, "ID_REUSED", "targetUserId", "bea");
        after.areThoseOf(worker.suite);
        assertThat(worker.desk.outcomes(first.getTransferId())).hasSize(2);
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        var transfer = worker.hr.publish(
                Hr.request(tenant, "", "").setDataTypes(List.of("shoe-size")).build());

        assertThat(worker.desk.failed(transfer).getReasons())
                .extracting(FailureReason::getField)
                .containsExactly(
                        Optional.of("sourceUserId"),
                        Optional.of("targetUserId"),
                        Optional.of("targetUserId"),
                        Optional.of("dataTypes"));
    }

    private void isRejected(TransferRequested.Builder request, String code, String field, String value) {
        var before = worker.suite.rows();
        var ledger = worker.suite.ledger();

        var failed = worker.desk.failed(worker.hr.publish(request.build()));

        isRejected(failed, code, field, value);
        before.areThoseOf(worker.suite);
        assertThat(worker.suite.ledger()).isEqualTo(ledger);
    }

    private static void isRejected(TransferFailed failed, String code, String field, String value) {
        assertThat(failed.getOutcome()).isEqualTo(FailureOutcome.REJECTED);
        assertThat(failed.getDataTypes()).isEmpty();
        assertThat(failed.getReasons())
                .anySatisfy(reason -> {
                    assertThat(reason.getCode()).isEqualTo(code);
                    assertThat(reason.getField()).contains(field);
                    assertThat(reason.getValue()).contains(value);
                    assertThat(reason.getMessage()).isNotBlank();
                });
    }

    private static DataTypeOptions wiping() {
        return new DataTypeOptions(WhenSourceEmpty.WIPE_TARGET);
    }
}
