package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The users table says without doubt who a suite user is in the product. */
class UsersTableCheckTest {

    @Test
    void missesTheUsersTable() {
        var findings = CheckedReference.withQm("DROP TABLE person_account")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', users table person_account: there is no such table in its database. \
                        Correct products.qm.table""");
    }

    @Test
    void missesAColumnOfTheUsersTable() {
        var findings = CheckedReference.withQm("ALTER TABLE person_account DROP COLUMN active")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', users table person_account: there is no column active. Correct \
                        products.qm.active""");
    }

    @Test
    void refusesSuiteUsersThatAreNotUnique() {
        var findings = CheckedReference.withQm("ALTER TABLE person_account DROP CONSTRAINT person_account_pk")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', users table person_account: no primary key or unique key makes sure that \
                        (tenant_id, suite_user_id) names one user only. Add such a key to the table, or correct \
                        products.qm.tenant and products.qm.suite-id""");
    }

    @Test
    void acceptsSuiteUsersThatAreUniqueWithoutTenant() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE person_account DROP CONSTRAINT person_account_pk",
                        "ALTER TABLE person_account ADD UNIQUE (suite_user_id)")
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesTenantsThatAreNoText() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE person_account ALTER tenant_id TYPE integer USING 1")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', users table person_account: column tenant_id is of type integer, but \
                        tenants and suite users are known by text. Name a text column, such as a generated one, in \
                        products.qm.tenant""");
    }

    @Test
    void refusesSuiteUsersThatAreNoText() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE person_account ALTER suite_user_id TYPE integer USING 1")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', users table person_account: column suite_user_id is of type integer, but \
                        tenants and suite users are known by text. Name a text column, such as a generated one, in \
                        products.qm.suite-id""");
    }

    @Test
    void refusesActiveUsersThatAreNoBoolean() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE person_account ALTER active DROP DEFAULT",
                        "ALTER TABLE person_account ALTER active TYPE text USING 'yes'")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', users table person_account: column active is of type text, not boolean. \
                        Name a boolean column, such as a generated one, in products.qm.active""");
    }

    @Test
    void refusesUsersThatPoliciesHide() {
        var findings = CheckedReference.withPolicyOn("person_account")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', users table person_account: row-level security hides rows from the \
                        worker. Give the worker's database role BYPASSRLS, or ownership of the table""");
    }
}
