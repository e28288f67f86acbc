package org.userdatatransfer.worker.oracle;

/**
 * Whose rows become whose.
 *
 * @param source the id by which the product's rows name the source
 * @param target likewise
 * @param sourceSuiteId the source as the request names it
 */
public record UserPair(String source, String target, String sourceSuiteId) {

    /** Two users of the Quality Management reference database. */
    public static UserPair inQm(DatabaseRows rows, String tenant, String source, String target) {
        return in(rows, "person_account", "person_id", tenant, source, target);
    }

    /** Two users of the Workforce Management reference database. */
    public static UserPair inWfm(DatabaseRows rows, String tenant, String source, String target) {
        return in(rows, "agent_account", "agent_id", tenant, source, target);
    }

    private static UserPair in(
            DatabaseRows rows, String accounts, String id, String tenant, String source, String target) {
        return new UserPair(idOf(rows, accounts, id, tenant, source), idOf(rows, accounts, id, tenant, target), source);
    }

    private static String idOf(DatabaseRows rows, String accounts, String id, String tenant, String suiteId) {
        return rows.rows(accounts).stream()
                .filter(account -> account.has("tenant_id", tenant) && account.has("suite_user_id", suiteId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Tenant %s has no user %s".formatted(tenant, suiteId)))
                .text(id);
    }
}
