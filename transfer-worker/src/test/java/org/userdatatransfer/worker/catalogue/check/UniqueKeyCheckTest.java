package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every unique key and exclusion constraint in which rows of two users can clash needs a rule that can decide. */
class UniqueKeyCheckTest {

    private static final String BATCHES =
            """
            types:
              storage-file:
                tables:
                  storage_file:
                    rules:
                      same-batch: {unique: [owner_id, batch], keep: target}
            """;

    @Test
    void refusesAUniqueKeyWithoutARule() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX storage_file_once ON storage_file (owner_id, stored_path)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'storage-file', table public.storage_file: unique key storage_file_once \
                        (owner_id, stored_path) contains the user column owner_id and has no rule: source and target \
                        may both have such a row. Write \
                        types.storage-file.tables.storage_file.rules.same-storage_file: {unique: [owner_id, \
                        stored_path], keep: target}, or another rule""");
    }

    @Test
    void refusesAPartialUniqueKeyWithoutARule() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX ccr_one_live ON ccr (person_id) WHERE duration_seconds = 0")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: partial unique key ccr_one_live (person_id) \
                        contains the user column person_id and has no rule: source and target may both have such a \
                        row. Write types.ccr.tables.ccr.rules.same-ccr: {unique: [person_id], keep: target}, or \
                        another rule""");
    }

    @Test
    void refusesAnExclusionConstraintWithoutARule() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE user_server_request ADD during tsrange,"
                                + " ADD CONSTRAINT one_at_a_time"
                                + " EXCLUDE USING gist (requested_by WITH =, during WITH &&)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'user-server-request', table public.user_server_request: exclusion \
                        constraint one_at_a_time (requested_by, during) contains the user column requested_by and \
                        has no rule: source and target may both have such a row. Write \
                        types.user-server-request.tables.user_server_request.rules.same-user_server_request: \
                        {unique: [requested_by, during], keep: target}, or another rule""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"target", "source"})
    void acceptsAnExclusionConstraintWithARule(String kept) {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE user_server_request ADD during tsrange,"
                                + " ADD CONSTRAINT one_at_a_time"
                                + " EXCLUDE USING gist (requested_by WITH =, during WITH &&)")
                .andCatalogue(
                """
                types:
                  user-server-request:
                    tables:
                      user_server_request:
                        rules:
                          one-at-a-time:
                            unique: [requested_by, during]
                            keep: %s
                """
                        .formatted(kept))
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesToMergeUnderAnExclusionConstraint() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE user_server_request ADD during tsrange, ADD runs integer,"
                                + " ADD CONSTRAINT one_at_a_time"
                                + " EXCLUDE USING gist (requested_by WITH =, during WITH &&)")
                .andCatalogue(
                """
                types:
                  user-server-request:
                    tables:
                      user_server_request:
                        rules:
                          one-at-a-time:
                            unique: [requested_by, during]
                            keep: target
                            merge:
                              runs: sum
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'user-server-request', table public.user_server_request: rule \
                        'one-at-a-time' is for exclusion constraint one_at_a_time, by which one row can clash with \
                        several. Write keep: target or keep: source in \
                        types.user-server-request.tables.user_server_request.rules.one-at-a-time, without merge or \
                        reparent""");
    }

    @Test
    void needsNoRuleWhereTheTargetsRowsLeaveFirst() {
        var findings = CheckedReference.withWfm(
                        "CREATE UNIQUE INDEX agent_work_hours_once ON agent_work_hours (agent_id, weekly_hours)")
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void needsNoRuleForAKeyThatAnotherOneImplies() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX ccr_with_person ON ccr (ccr_id, person_id)",
                        "CREATE UNIQUE INDEX login_state_again ON login_state (person_id, login_at, workstation)")
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void needsNoRuleForAPartialKeyOfTheColumnsOfAWholeOne() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX a_kiosk_login ON login_state (person_id, login_at)"
                                + " WHERE workstation = 'kiosk'")
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void wantsARuleForOneOfTwoKeysThatAreAlike() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX storage_file_once ON storage_file (owner_id, stored_path)",
                        "CREATE UNIQUE INDEX storage_file_twice ON storage_file (owner_id, stored_path)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'storage-file', table public.storage_file: unique key storage_file_once \
                        (owner_id, stored_path) contains the user column owner_id and has no rule: source and target \
                        may both have such a row. Write \
                        types.storage-file.tables.storage_file.rules.same-storage_file: {unique: [owner_id, \
                        stored_path], keep: target}, or another rule""");
    }

    @Test
    void needsARuleForAKeyInWhichNoValueIsAValueWhereTheImplyingOneLetsItPass() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE storage_file ADD batch text",
                        "CREATE UNIQUE INDEX storage_file_batch ON storage_file (owner_id, batch)",
                        "CREATE UNIQUE INDEX storage_file_path ON storage_file (owner_id, batch, stored_path)"
                                + " NULLS NOT DISTINCT")
                .andCatalogue(BATCHES)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'storage-file', table public.storage_file: unique key storage_file_path \
                        (owner_id, batch, stored_path) contains the user column owner_id and has no rule: source and \
                        target may both have such a row. Write \
                        types.storage-file.tables.storage_file.rules.same-storage_file: {unique: [owner_id, batch, \
                        stored_path], keep: target}, or another rule""");
    }

    @ParameterizedTest
    @CsvSource({"text, NULLS NOT DISTINCT", "text NOT NULL, NULLS DISTINCT"})
    void needsNoRuleForAKeyInWhichNoValueIsAValueWhereTheImplyingOneLetsNonePass(String type, String nulls) {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE storage_file ADD batch " + type,
                        "CREATE UNIQUE INDEX storage_file_batch ON storage_file (owner_id, batch) " + nulls,
                        "CREATE UNIQUE INDEX storage_file_path ON storage_file (owner_id, batch, stored_path)"
                                + " NULLS NOT DISTINCT")
                .andCatalogue(BATCHES)
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesAUniqueKeyWithAnExpression() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX contact_goal_any_case ON contact_goal (owner_id, lower(name))")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal', table public.contact_goal: unique key contact_goal_any_case \
                        contains the user column owner_id and an expression, which no rule can compare. Add a \
                        generated column for the expression, make the key of columns only, and give it a rule under \
                        types.contact-goal.tables.contact_goal.rules""");
    }

    @Test
    void refusesAUniqueKeyWithTheUserInAnExpression() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX ccr_tagged ON ccr ((person_id % 100), acd_call_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: unique key ccr_tagged contains the user column \
                        person_id and an expression, which no rule can compare. Add a generated column for the \
                        expression, make the key of columns only, and give it a rule under \
                        types.ccr.tables.ccr.rules""");
    }

    @Test
    void refusesAPredicateAboutTheUser() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX login_state_system ON login_state (person_id, workstation)"
                                + " WHERE person_id < 100")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: partial unique key \
                        login_state_system (person_id, workstation) has a predicate about the user column person_id, \
                        so that a move changes which rows are in it: (person_id < 100). Leave the user column out of \
                        the predicate""");
    }

    @Test
    void refusesAColumnGeneratedFromTheUser() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE login_state ADD COLUMN slot bigint GENERATED ALWAYS AS (person_id % 10)"
                                + " STORED; CREATE UNIQUE INDEX login_state_slot ON login_state (slot)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: unique key login_state_slot (slot) \
                        contains a column that is generated from the user column person_id, which no rule can compare. \
                        Put the user column itself into the key, and give it a rule under \
                        types.login-state.tables.login_state.rules""");
    }

    @Test
    void refusesAPredicateAboutAUserWhoIsNotInTheKey() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX evaluation_open ON evaluation (ccr_id) WHERE approver_id IS NULL")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: partial unique key evaluation_open \
                        (ccr_id) has a predicate about the user column approver_id, so that a move changes which \
                        rows are in it: (approver_id IS NULL). Leave the user column out of the predicate""");
    }

    @Test
    void acceptsAPredicateThatAsksForAUser() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX recording_once ON recording_api_command (person_id, requested_at)"
                                + " WHERE person_id IS NOT NULL")
                .andCatalogue(
                """
                types:
                  recording-api-command:
                    tables:
                      recording_api_command:
                        rules:
                          same-time:
                            unique: [person_id, requested_at]
                            keep: target
                """)
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesAUniqueKeyWithTwoUserColumns() {
        var findings = CheckedReference.withWfm(
                        "CREATE UNIQUE INDEX request_pair ON user_messaging_request (requester_id, recipient_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'user-messaging-request', table public.user_messaging_request: unique key \
                        request_pair (requester_id, recipient_id) contains the user columns requester_id, \
                        recipient_id, and one rule cannot decide for both. Let all but one of them stay, with \
                        types.user-messaging-request.tables.user_messaging_request.keeps, or leave them out of the \
                        key""");
    }

    @Test
    void refusesAUniqueKeyOfOnePartition() {
        var findings = CheckedReference.withWfm(
                        "CREATE UNIQUE INDEX january"
                                + " ON agent_service_productivity_interval_2026_01 (agent_id, handled)")
                .andCatalogue(
                """
                types:
                  agent-service-productivity:
                    strategy: combine
                    tables:
                      agent_service_productivity_interval:
                        rules: {r: {unique: [agent_id, service_id, period_start], keep: target}}
                      agent_service_productivity_day:
                        rules: {r: {unique: [agent_id, service_id, period_start], keep: target}}
                      agent_service_productivity_week:
                        rules: {r: {unique: [agent_id, service_id, period_start], keep: target}}
                      agent_service_productivity_month:
                        rules: {r: {unique: [agent_id, service_id, period_start], keep: target}}
                      agent_service_productivity_year:
                        rules: {r: {unique: [agent_id, service_id, period_start], keep: target}}
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-service-productivity', table \
                        public.agent_service_productivity_interval: unique key january (agent_id, handled) contains \
                        the user column agent_id but is on one of its partitions only. Declare it on the whole table \
                        and give it a rule under \
                        types.agent-service-productivity.tables.agent_service_productivity_interval.rules, or drop \
                        it""");
    }

    @Test
    void refusesTwoPartialKeysOfTheSameColumns() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX login_state_one_kiosk ON login_state (person_id)"
                                + " WHERE workstation = 'kiosk'")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: rule 'open-session' cannot say \
                        which of two keys of the same columns it is for: login_state_one_kiosk and \
                        login_state_open_session. Make them one key, or drop one of them""",
                        """
                        ERROR Data type 'login-state', table public.login_state: rule 'open-session' closes rows by \
                        column logged_out_at, but partial unique key login_state_one_kiosk (person_id) has no \
                        predicate about it that they would leave. Close is for a partial unique key such as WHERE \
                        logged_out_at IS NULL: write keep: target in \
                        types.login-state.tables.login_state.rules.open-session""");
    }

    @Test
    void needsARuleForAKeyThatTakesMoreValuesForAlikeThanTheImplyingOne() {
        var findings = CheckedReference.withQm(
                        "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                        "CREATE UNIQUE INDEX goal_name_in_any_case"
                                + " ON contact_goal (owner_id, name COLLATE any_case, metric)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal', table public.contact_goal: unique key goal_name_in_any_case \
                        (owner_id, name, metric) contains the user column owner_id and has no rule: source and target \
                        may both have such a row. Write \
                        types.contact-goal.tables.contact_goal.rules.same-contact_goal: {unique: [owner_id, name, \
                        metric], keep: target}, or another rule""");
    }

    @Test
    void needsARuleForAKeyWhoseOperatorsIncludeNoEquality() {
        var findings = CheckedReference.withQm(
                        "CREATE OPERATOR CLASS ordered FOR TYPE text USING btree"
                                + " AS OPERATOR 1 <, FUNCTION 1 bttextcmp(text, text)",
                        "CREATE UNIQUE INDEX goal_name_in_order ON contact_goal (owner_id, metric, name ordered)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal', table public.contact_goal: unique key goal_name_in_order \
                        (owner_id, metric, name) contains the user column owner_id and has no rule: source and target \
                        may both have such a row. Write \
                        types.contact-goal.tables.contact_goal.rules.same-contact_goal: {unique: [owner_id, metric, \
                        name], keep: target}, or another rule""");
    }
}
