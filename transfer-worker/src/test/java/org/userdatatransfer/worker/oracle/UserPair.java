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
        return in(
                rows,
                new Accounts("person_account", "tenant_id", "suite_user_id", "person_id"),
                tenant,
                source,
                target);
    }

    /** Two users of the Workforce Management reference database. */
    public static UserPair inWfm(DatabaseRows rows, String tenant, String source, String target) {
        return in(
                rows,
                new Accounts("agent_account", "tenant_id", "suite_user_id", "agent_id"),
                tenant,
                source,
                target);
    }

    /** Two users of the help desk. */
    public static UserPair inHelpDesk(DatabaseRows rows, String org, String source, String target) {
        return in(rows, new Accounts("people.Account", "org", "Suite.Login", "Account Id"), org, source, target);
    }

    private record Accounts(String table, String tenant, String suiteId, String id) {}

    private static UserPair in(DatabaseRows rows, Accounts accounts, String tenant, String source, String target) {
        return new UserPair(idOf(rows, accounts, tenant, source), idOf(rows, accounts, tenant, target), source);
    }

    private static String idOf(DatabaseRows rows, Accounts accounts, String tenant, String suiteId) {
        return rows.rows(accounts.table).stream()
                .filter(account -> account.has(accounts.tenant, tenant) && account.has(accounts.suiteId, suiteId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Tenant %s has no user %s".formatted(tenant, suiteId)))
                .text(accounts.id);
    }
}
