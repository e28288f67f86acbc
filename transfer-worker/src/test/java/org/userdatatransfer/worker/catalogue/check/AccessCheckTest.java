package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worker's role may do what a transfer does and sees every row; no rule makes something else of its statements. */
class AccessCheckTest {

    @Test
    void refusesRowsThatPoliciesHide() {
        var findings = CheckedReference.withPolicyOn("ccr")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: row-level security hides rows from the worker. Give \
                        the worker's database role BYPASSRLS, or ownership of the table""");
    }

    @Test
    void refusesARoleThatMayNotDoWhatATransferDoes() {
        var findings = CheckedReference.withQm(
                        "CREATE ROLE clerk",
                        "GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk",
                        "REVOKE SELECT ON person_account FROM clerk",
                        "REVOKE INSERT, UPDATE, DELETE ON ccr FROM clerk",
                        "REVOKE INSERT, UPDATE, DELETE ON evaluation FROM clerk",
                        "REVOKE UPDATE ON storage_file FROM clerk",
                        "GRANT UPDATE (owner_id) ON storage_file TO clerk",
                        "SET ROLE clerk")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', users table person_account: the worker's database role lacks SELECT on \
                        public.person_account. GRANT SELECT ON "public"."person_account" TO that role""",
                        """
                        ERROR Data type 'ccr', table public.ccr: the worker's database role lacks UPDATE on \
                        public.ccr. GRANT UPDATE ON "public"."ccr" TO that role""",
                        """
                        ERROR Data type 'evaluation', table public.evaluation: the worker's database role lacks \
                        INSERT, UPDATE, DELETE on public.evaluation. GRANT INSERT, UPDATE, DELETE ON \
                        "public"."evaluation" TO that role""");
    }

    @Test
    void refusesARoleThatMayNotTouchChildrenOrPartitions() {
        var findings = CheckedReference.withWfm(
                        "CREATE ROLE clerk",
                        "GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk",
                        "REVOKE DELETE ON agent_schedule_activity FROM clerk",
                        "REVOKE UPDATE ON agent_service_productivity_interval_2026_03 FROM clerk",
                        "SET ROLE clerk")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-schedule', table public.agent_schedule_activity: the worker's database \
                        role lacks DELETE on public.agent_schedule_activity. GRANT DELETE ON \
                        "public"."agent_schedule_activity" TO that role""",
                        """
                        ERROR Data type 'agent-service-productivity', table \
                        public.agent_service_productivity_interval_2026_03: the worker's database role lacks UPDATE \
                        on public.agent_service_productivity_interval_2026_03. GRANT UPDATE ON \
                        "public"."agent_service_productivity_interval_2026_03" TO that role""");
    }

    @ParameterizedTest(name = "{0} of {2}")
    @CsvSource({
        "INSERT, agent-offline-activity-hours, agent_offline_activity_hours",
        "INSERT, agent-schedule, agent_schedule_activity",
        "UPDATE, agent-schedule, agent_schedule_activity",
        "UPDATE, agent-service-productivity, agent_service_productivity_interval_2026_03"
    })
    void refusesRulesForWhatIsDone(String command, String type, String table) {
        var findings = CheckedReference.withWfm(
                        "CREATE RULE noted AS ON %1$s TO %2$s DO ALSO NOTIFY %2$s".formatted(command, table))
                .findings();

        assertThat(findings).containsExactly(rules(type, table));
    }

    @Test
    void refusesRulesForRowsThatGetAnotherParent() {
        var findings = CheckedReference.withQm(
                        "CREATE RULE noted AS ON UPDATE TO evaluation_comment DO ALSO NOTIFY noted")
                .findings();

        assertThat(findings)
                .containsExactly(
                        rules("evaluation", "evaluation_comment"), rules("evaluation-comment", "evaluation_comment"));
    }

    private static String rules(String type, String table) {
        return """
                ERROR Data type '%s', table public.%s: it has rules, and PostgreSQL then refuses statements that \
                change rows and write down which. Make each rule of public.%2$s a trigger"""
                .formatted(type, table);
    }

    @Test
    void acceptsRulesForWhatIsNotDone() {
        var findings = CheckedReference.withQm(
                        "CREATE RULE noted AS ON INSERT TO ccr DO ALSO NOTIFY noted",
                        "CREATE RULE kept AS ON DELETE TO ccr DO INSTEAD NOTHING",
                        "CREATE RULE off AS ON UPDATE TO ccr DO ALSO NOTIFY noted",
                        "ALTER TABLE ccr DISABLE RULE off")
                .findings();

        assertThat(findings).isEmpty();
    }
}
