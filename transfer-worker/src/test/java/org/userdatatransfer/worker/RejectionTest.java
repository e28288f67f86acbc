package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
        isRejected(
                Hr.request(tenant, "anna", "anna"),
                because("SAME_USER", "targetUserId", "anna", "name another target"));
    }

    @Test
    void ofTwoSuiteUsersWhoAreOneInAProduct() {
        tenant.withAlias("tom.alias", "tom");
        isRejected(
                Hr.request(tenant, "tom", "tom.alias"),
                because("SAME_USER", "targetUserId", "tom.alias", "one user in qm; name another target"),
                because("SAME_USER", "targetUserId", "tom.alias", "one user in wfm; name another target"));
    }

    @Test
    void ofAnUnknownSource() {
        isRejected(
                Hr.request(tenant, "nobody", "tom"),
                because("UNKNOWN_USER", "sourceUserId", "nobody", "check the id"));
    }

    @Test
    void ofAnUnknownTarget() {
        isRejected(
                Hr.request(tenant, "anna", "nobody"),
                because("UNKNOWN_USER", "targetUserId", "nobody", "check the id"));
    }

    @Test
    void ofAnUnknownTenant() {
        var nowhere = new Tenant(worker.suite, "nowhere");
        isRejected(
                Hr.request(nowhere, "nobody", "tom"),
                because("UNKNOWN_USER", "sourceUserId", "nobody", "check the id"),
                because("USER_OF_OTHER_TENANT", "targetUserId", "tom", "stays within one tenant"));
    }

    @Test
    void ofATargetOfAnotherTenant() {
        worker.suite.tenant().withUsers("stranger");
        isRejected(
                Hr.request(tenant, "anna", "stranger"),
                because("USER_OF_OTHER_TENANT", "targetUserId", "stranger", "stays within one tenant"));
    }

    @Test
    void ofASourceOfAnotherTenant() {
        worker.suite.tenant().withUsers("foreigner");
        isRejected(
                Hr.request(tenant, "foreigner", "tom"),
                because("USER_OF_OTHER_TENANT", "sourceUserId", "foreigner", "stays within one tenant"));
    }

    @Test
    void ofAnInactiveTarget() {
        tenant.withInactiveUser("ina");
        isRejected(
                Hr.request(tenant, "anna", "ina"),
                because("INACTIVE_TARGET", "targetUserId", "ina", "inactive in qm; activate the user or name"),
                because("INACTIVE_TARGET", "targetUserId", "ina", "inactive in wfm; activate the user or name"));
    }

    @Test
    void ofATargetWhoIsNotWhereTheSourceHasRows() {
        tenant.withUserOfQmOnly("quinn");
        isRejected(
                Hr.request(tenant, "anna", "quinn"),
                because("TARGET_NOT_IN_PRODUCT", "targetUserId", "quinn", "or leave the data types of wfm out"));
    }

    @Test
    void ofAnUnknownDataType() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setDataTypes(List.of("ccr", "shoe-size")),
                because("UNKNOWN_DATA_TYPE", "dataTypes", "shoe-size", "known are [accumulated-vacation-hours, "));
    }

    @Test
    void ofADataTypeWithoutAName() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setDataTypes(List.of(" ")),
                because("UNKNOWN_DATA_TYPE", "dataTypes", " ", "known are [accumulated-vacation-hours, "));
    }

    @Test
    void ofHalfAGroup() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setDataTypes(List.of("dynamic-schedule", "dynamic-schedule-shift")),
                because("INCOMPLETE_GROUP", "dataTypes", "dynamic-schedule", "parameter]; request them too"),
                because("INCOMPLETE_GROUP", "dataTypes", "dynamic-schedule-shift", "parameter]; request them too"));
    }

    @Test
    void ofWipingTheTargetOfACombinedType() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setOptions(Map.of("ccr", wiping())),
                because("OPTION_NOT_APPLICABLE", "options", "ccr", "leave whenSourceEmpty out"));
    }

    @Test
    void ofWipingHalfAGroup() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setOptions(Map.of("skill-mapping", wiping())),
                because("INCOMPLETE_GROUP", "options", "skill-mapping", "give it for all"));
    }

    @Test
    void ofOptionsForATypeThatIsNotAskedFor() {
        isRejected(
                Hr.request(tenant, "anna", "tom")
                        .setDataTypes(List.of("ccr"))
                        .setOptions(Map.of("project", wiping())),
                because("UNKNOWN_DATA_TYPE", "options", "project", "leave them out"));
    }

    @Test
    void ofABlankTenant() {
        isRejected(
                Hr.request(tenant, "anna", "tom").setTenantId(" "),
                because("MISSING_VALUE", "tenantId", " ", "Give a value"));
    }

    @Test
    void ofABlankSource() {
        isRejected(Hr.request(tenant, "", "tom"), because("MISSING_VALUE", "sourceUserId", "", "Give a value"));
    }

    @Test
    void ofABlankTarget() {
        isRejected(Hr.request(tenant, "anna", ""), because("MISSING_VALUE", "targetUserId", "", "Give a value"));
    }

    @Test
    void ofADateInMicroseconds() {
        var microseconds = Instant.ofEpochMilli(1_796_083_200_000_000L);
        isRejected(
                Hr.request(tenant, "anna", "tom").setEffectiveAt(microseconds),
                because("DATE_OUT_OF_RANGE", "effectiveAt", microseconds.toString(), "milliseconds since the epoch"));
    }

    @Test
    void ofAnIdThatStandsForAnotherTransferAlready() {
        tenant.withUsers("bea");
        var first = Hr.request(tenant, "anna", "tom").build();
        worker.desk.completed(worker.hr.publish(first));
        var after = worker.suite.rows();

        worker.hr.publish(TransferRequested.newBuilder(first).setTargetUserId("bea").build());

        var failed = worker.desk.failed(first.getTransferId());
        isRejected(failed, because("ID_REUSED", "targetUserId", "bea", "use a new id"));
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

    @Test
    void saysNoMoreThanFitsIntoAMessage() {
        var unknown = IntStream.range(0, 1_000).mapToObj(n -> "shoe-size-" + n).toList();
        isRejected(
                Hr.request(tenant, "anna", "tom").setDataTypes(unknown),
                unknown.stream()
                        .limit(20)
                        .map(name -> because("UNKNOWN_DATA_TYPE", "dataTypes", name, "known are [accumulated"))
                        .toArray(Because[]::new));
    }

    private void isRejected(TransferRequested.Builder request, Because... reasons) {
        var before = worker.suite.rows();
        var ledger = worker.suite.ledger();

        var failed = worker.desk.failed(worker.hr.publish(request.build()));

        isRejected(failed, reasons);
        before.areThoseOf(worker.suite);
        assertThat(worker.suite.ledger()).isEqualTo(ledger);
    }

    private static void isRejected(TransferFailed failed, Because... reasons) {
        assertThat(failed.getOutcome()).isEqualTo(FailureOutcome.REJECTED);
        assertThat(failed.getDataTypes()).isEmpty();
        assertThat(failed.getReasons()).zipSatisfy(List.of(reasons), (reason, because) -> {
            assertThat(reason.getCode()).isEqualTo(because.code);
            assertThat(reason.getField()).contains(because.field);
            assertThat(reason.getValue()).contains(because.value);
            assertThat(reason.getMessage()).contains(because.value).contains(because.remedy);
        });
    }

    /** A reason, and what its message says is to be done. */
    private record Because(String code, String field, String value, String remedy) {}

    private static Because because(String code, String field, String value, String remedy) {
        return new Because(code, field, value, remedy);
    }

    private static DataTypeOptions wiping() {
        return new DataTypeOptions(WhenSourceEmpty.WIPE_TARGET);
    }
}
