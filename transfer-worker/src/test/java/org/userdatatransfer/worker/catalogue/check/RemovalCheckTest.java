package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Nothing refers to rows that may be removed, or to a user column, unless the catalogue sees to it. */
class RemovalCheckTest {

    @Test
    void refusesUnknownRowsThatWouldBeCascadedAway() {
        var findings = CheckedReference.withWfm(
                        "CREATE TABLE agent_schedule_note (note_id bigint PRIMARY KEY,"
                                + " agent_schedule_id bigint CONSTRAINT agent_schedule_note_fk"
                                + " REFERENCES agent_schedule ON DELETE CASCADE)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-schedule', table public.agent_schedule: foreign key \
                        agent_schedule_note_fk of public.agent_schedule_note (agent_schedule_id) refers to rows that \
                        may be removed: its rows would be deleted with them, unarchived. Write \
                        types.agent-schedule.tables.agent_schedule.children: [public.agent_schedule_activity, \
                        public.agent_schedule_note] if its rows belong to theirs, or make it a data type""");
    }

    @Test
    void refusesUnknownRowsThatWouldBeSetNull() {
        var findings = CheckedReference.withQm(
                        "CREATE TABLE appeal (appeal_id bigint PRIMARY KEY,"
                                + " evaluation_id bigint CONSTRAINT appeal_fk"
                                + " REFERENCES evaluation ON DELETE SET NULL)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: foreign key appeal_fk of \
                        public.appeal (evaluation_id) refers to rows that may be removed: its rows would be changed \
                        with them, unarchived. Write types.evaluation.tables.evaluation.children: [public.appeal] if \
                        its rows belong to theirs, or reparent it in the rule, or make it a data type""");
    }

    @Test
    void refusesUnknownRowsThatWouldHoldBackARemoval() {
        var findings = CheckedReference.withWfm(
                        "CREATE TABLE swap (swap_id bigint PRIMARY KEY,"
                                + " shift_id bigint CONSTRAINT swap_fk REFERENCES agent_work_shift)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-work-shift', table public.agent_work_shift: foreign key swap_fk of \
                        public.swap (shift_id) refers to rows that may be removed: its rows would hold the removal \
                        back. Write types.agent-work-shift.tables.agent_work_shift.children: [public.swap] if its \
                        rows belong to theirs, or make it a data type""");
    }

    /** PostgreSQL 18 and later. */
    @Test
    void refusesRowsThatReferToACoveredTime() {
        var findings = CheckedReference.withWfm(
                        "CREATE EXTENSION IF NOT EXISTS btree_gist",
                        "ALTER TABLE agent_work_shift ADD during daterange,"
                                + " ADD UNIQUE (agent_work_shift_id, during WITHOUT OVERLAPS)",
                        "CREATE TABLE swap (swap_id bigint PRIMARY KEY, shift_id bigint, at daterange,"
                                + " CONSTRAINT swap_fk FOREIGN KEY (shift_id, PERIOD at)"
                                + " REFERENCES agent_work_shift (agent_work_shift_id, PERIOD during))")
                .andCatalogue(
                """
                types:
                  agent-work-shift:
                    tables:
                      agent_work_shift:
                        children: [swap]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-work-shift', table public.agent_work_shift: foreign key swap_fk of \
                        public.swap refers by PERIOD to rows that may be removed, and so not to one of them: none of \
                        its rows could be archived with it. Drop it, or choose a strategy and rules that remove none, \
                        or write types.agent-work-shift.enabled: false""");
    }

    @Test
    void refusesParentsThatTakeTheSameRowsAlongInNoOrder() {
        var shared = CheckedReference.withQm(
                "CREATE TABLE plan (id int PRIMARY KEY, owner bigint)",
                "CREATE TABLE place (id int PRIMARY KEY, owner bigint)",
                "CREATE TABLE seat (id int PRIMARY KEY, plan int REFERENCES plan, place int REFERENCES place, owner bigint)",
                "CREATE INDEX ON plan (owner)",
                "CREATE INDEX ON place (owner)",
                "CREATE INDEX ON seat (owner)",
                "CREATE INDEX ON seat (plan)",
                "CREATE INDEX ON seat (place)");
        var catalogue =
                """
                types:
                  seat: {product: qm, strategy: overwrite, tables: {seat: {key: [id], users: [owner]}}}
                  place:
                    {product: qm, strategy: overwrite, after: [seat], tables: {place: {key: [id], users: [owner]}}}
                  plan:
                    {product: qm, strategy: overwrite, after: [%s], tables: {plan: {key: [id], users: [owner]}}}
                """;

        assertThat(shared.andCatalogue(catalogue.formatted("seat")).findings())
                .containsExactly(
                        """
                        ERROR Data type 'plan', table public.plan: rows of public.seat hang on it and on public.place of \
                        data type 'place', and one that goes with either could not be put back if undone in another \
                        order. Write types.plan.after: [place, seat]""");
        assertThat(shared.andCatalogue(catalogue.formatted("place, seat")).findings()).isEmpty();
    }

    @Test
    void refusesUnknownRowsBehindKnownOnes() {
        var findings = CheckedReference.withWfm(
                        "CREATE TABLE agent_schedule_activity_note (note_id bigint PRIMARY KEY,"
                                + " activity bigint CONSTRAINT activity_note_fk"
                                + " REFERENCES agent_schedule_activity ON DELETE CASCADE)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-schedule', table public.agent_schedule: foreign key activity_note_fk \
                        of public.agent_schedule_activity_note (activity) refers to rows that may be removed: its \
                        rows would be deleted with them, unarchived. Write \
                        types.agent-schedule.tables.agent_schedule.children: [public.agent_schedule_activity, \
                        public.agent_schedule_activity_note] if its rows belong to theirs, or make it a data type""");
    }

    @Test
    void acceptsThemAsChildren() {
        var findings = CheckedReference.withWfm(
                        "CREATE TABLE agent_schedule_note (note_id bigint PRIMARY KEY,"
                                + " agent_schedule_id bigint REFERENCES agent_schedule ON DELETE CASCADE)",
                        "CREATE INDEX ON agent_schedule_note (agent_schedule_id)")
                .andCatalogue(
                """
                types:
                  agent-schedule:
                    tables:
                      agent_schedule:
                        children: [agent_schedule_activity, agent_schedule_note]
                """)
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void warnsOfChildrenWithoutAnIndex() {
        var findings = CheckedReference.withWfm("DROP INDEX work_condition_mapping_shift")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Data type 'agent-work-shift', table public.agent_work_shift: no index of \
                        public.work_condition_mapping begins with (agent_work_shift_id), so that every removal reads \
                        the whole table. CREATE INDEX ON "public"."work_condition_mapping" ("agent_work_shift_id")""");
    }

    @Test
    void refusesRowsThatReferToTheirOwnTable() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE agent_work_shift ADD replaces bigint CONSTRAINT agent_work_shift_replaces_fk"
                                + " REFERENCES agent_work_shift ON DELETE CASCADE")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-work-shift', table public.agent_work_shift: foreign key \
                        agent_work_shift_replaces_fk leads from public.agent_work_shift (replaces) back to \
                        public.agent_work_shift, so that rows which go would take others with them. Such rows cannot \
                        be removed: choose a strategy and rules that remove none, or write \
                        types.agent-work-shift.enabled: false""");
    }

    @Test
    void refusesAnUnknownReferenceToOnePartition() {
        var findings = CheckedReference.withWfm(
                        "CREATE TABLE remark (remark_id bigint PRIMARY KEY, productivity_id bigint,"
                                + " period_start timestamptz,"
                                + " CONSTRAINT remark_fk FOREIGN KEY (productivity_id, period_start)"
                                + " REFERENCES agent_service_productivity_interval_2026_01)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-service-productivity', table \
                        public.agent_service_productivity_interval: foreign key remark_fk of public.remark refers to \
                        public.agent_service_productivity_interval_2026_01, which has rows of \
                        public.agent_service_productivity_interval: its own rows would not be archived with them. \
                        Let the foreign key and the catalogue name the same table""");
    }

    @Test
    void refusesAParentThatGoesBeforeAnotherTypesChildren() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  dynamic-schedule:
                    after: [dynamic-schedule-shift]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'dynamic-schedule', table public.dynamic_schedule: foreign key \
                        dynamic_schedule_event_parameter_parent_fk of public.dynamic_schedule_event_parameter refers \
                        to it, so that data type 'dynamic-schedule-event-parameter' must be done first. Write \
                        types.dynamic-schedule.after: [dynamic-schedule-event-parameter, dynamic-schedule-shift]""");
    }

    @Test
    void acceptsAParentThatWaitsForThemByWayOfAnother() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  dynamic-schedule:
                    after: [dynamic-schedule-shift]
                  dynamic-schedule-shift:
                    after: [dynamic-schedule-event-parameter]
                """)
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesAParentThatStandsBeforeItsChildrenInOneType() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  work-condition-mapping:
                    enabled: false
                  agent-work-shift:
                    after: []
                    tables:
                      agent_work_shift:
                        key: [agent_work_shift_id]
                      work_condition_mapping:
                        key: [work_condition_mapping_id]
                        users: [agent_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-work-shift', table public.agent_work_shift: foreign key \
                        work_condition_mapping_shift_fk of public.work_condition_mapping refers to it, so that its \
                        rows must be dealt with first. Move types.agent-work-shift.tables.work_condition_mapping \
                        before agent_work_shift""");
    }

    @Test
    void refusesChildrenThatAreNotThere() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  agent-schedule:
                    tables:
                      agent_schedule:
                        children: [agent_schedule_activity, agent_schedule_note]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-schedule', table public.agent_schedule: there is no table \
                        agent_schedule_note. Correct types.agent-schedule.tables.agent_schedule.children""");
    }

    @Test
    void refusesChildrenThatNoForeignKeyMakesSo() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  agent-schedule:
                    tables:
                      agent_schedule:
                        children: [agent_schedule_activity, skill_mapping]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-schedule', table public.agent_schedule: no foreign key leads from \
                        public.skill_mapping here, so that its rows are nobody's children. Take it out of \
                        types.agent-schedule.tables.agent_schedule.children, or add the foreign key""");
    }

    @Test
    void acceptsARowThatIsReferredToByAnotherThanItsKey() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE evaluation ADD code text CONSTRAINT evaluation_code UNIQUE",
                        "CREATE TABLE appeal (appeal_id bigint PRIMARY KEY,"
                                + " code text CONSTRAINT appeal_fk REFERENCES evaluation (code))",
                        "CREATE INDEX ON appeal (code)")
                .andCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        children: [appeal]
                """)
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesToRemoveRowsUnderADeferrableKey() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE agent_project"
                                + " ADD CONSTRAINT agent_project_share UNIQUE (agent_id, share) DEFERRABLE")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'project', table public.agent_project: rows of public.agent_project may be \
                        removed, and could not be put back: unique key agent_project_share (agent_id, share) is \
                        deferrable. Declare it NOT DEFERRABLE""");
    }

    @Test
    void refusesChildrenThatPoliciesHide() {
        var findings = CheckedReference.withPolicyOn("agent_schedule_activity").findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-schedule', table public.agent_schedule_activity: row-level security \
                        hides rows from the worker. Give the worker's database role BYPASSRLS, or ownership of the \
                        table""");
    }

    @Test
    void refusesAForeignKeyToAUserColumn() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE agent_schedule"
                                + " ADD CONSTRAINT agent_schedule_whole UNIQUE (agent_schedule_id, agent_id)",
                        "ALTER TABLE agent_schedule_activity ADD agent_id bigint,"
                                + " ADD CONSTRAINT activity_of_agent_fk FOREIGN KEY (agent_schedule_id, agent_id)"
                                + " REFERENCES agent_schedule (agent_schedule_id, agent_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Data type 'agent-schedule', table public.agent_schedule: no index of \
                        public.agent_schedule_activity begins with (agent_schedule_id, agent_id), so that every \
                        removal reads the whole table. CREATE INDEX ON "public"."agent_schedule_activity" \
                        ("agent_schedule_id", "agent_id")""",
                        """
                        ERROR Data type 'agent-schedule', table public.agent_schedule: foreign key \
                        activity_of_agent_fk of public.agent_schedule_activity (agent_schedule_id, agent_id) refers \
                        to the user column agent_id, which a move would change under it. Let the foreign key do \
                        without the user column; what it says of the user, a transfer takes care of""");
    }

    @Test
    void refusesAForeignKeyOfAUserColumnToAnotherDataTable() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE user_messaging_request ADD CONSTRAINT odd UNIQUE (request_id, status)",
                        "ALTER TABLE view_assignment ADD CONSTRAINT view_assignment_odd_fk"
                                + " FOREIGN KEY (user_id) REFERENCES user_messaging_request (request_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'view', table public.view_assignment: foreign key view_assignment_odd_fk \
                        (user_id) to public.user_messaging_request contains the user column user_id, which a move \
                        would change on one side only. Let the foreign key do without the user column""");
    }

    @Test
    void reportsAForeignKeyBetweenUserColumnsOnce() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE ccr ADD CONSTRAINT ccr_whole UNIQUE (ccr_id, person_id)",
                        "ALTER TABLE storage_file ADD CONSTRAINT file_of_ccr_fk"
                                + " FOREIGN KEY (ccr_id, owner_id) REFERENCES ccr (ccr_id, person_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: foreign key file_of_ccr_fk of public.storage_file \
                        (ccr_id, owner_id) refers to the user column person_id, which a move would change under it. \
                        Let the foreign key do without the user column; what it says of the user, a transfer takes \
                        care of""");
    }

    @Test
    void warnsOfAForeignKeyOfAUserColumnToAnotherTable() {
        var findings = CheckedReference.withWfm(
                        "CREATE TABLE badge (owner bigint PRIMARY KEY)",
                        "ALTER TABLE view_assignment ADD CONSTRAINT view_assignment_badge_fk"
                                + " FOREIGN KEY (user_id) REFERENCES badge")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Data type 'view', table public.view_assignment: foreign key view_assignment_badge_fk \
                        (user_id) to public.badge contains the user column user_id, so that a row moves only if \
                        there is one for the target. Make sure that there is one for every user who may receive \
                        data""");
    }

    @Test
    void refusesToRemoveRowsUnderADeferrableKeyOfOnePartition() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE agent_service_productivity_interval_2026_01"
                                + " ADD CONSTRAINT january UNIQUE (handled) DEFERRABLE")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-service-productivity', table \
                        public.agent_service_productivity_interval: rows of \
                        public.agent_service_productivity_interval may be removed, and could not be put back: unique \
                        key january (handled) is deferrable. Declare it NOT DEFERRABLE""");
    }
}
