package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.userdatatransfer.worker.transfer.Product;

/** The shipped catalogue fits the reference databases; with one thing broken, the check says what and what to do. */
class SchemaCheckTest {

    @Test
    void findsNothingWrongWithTheShippedCatalogue() {
        assertThat(CheckedReference.asItIs().andCatalogue("strict: true").findings()).isEmpty();
    }

    @Test
    void missesATable() {
        var findings = CheckedReference.withQm("ALTER TABLE storage_file RENAME TO stored_file")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'storage-file', table storage_file: there is no such table in the database \
                        of product 'qm'. Correct types.storage-file.tables.storage_file.name (schema.table where the \
                        search path does not lead to it), or write optional: true under types.storage-file if an \
                        installation may lack it""",
                        """
                        WARNING Product 'qm', table public.stored_file: column owner_id refers to a user by foreign \
                        key storage_file_owner_fk and belongs to no data type: its rows stay with the source. Make \
                        it a data type, or write products.qm.keeps.stored_file: [owner_id]""");
    }

    @Test
    void missesNoTableOfAnOptionalType() {
        var findings = CheckedReference.withWfm("DROP TABLE alert")
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void missesOneOfSeveralTablesOfAnOptionalType() {
        var findings = CheckedReference.withWfm("DROP TABLE view_member")
                .andCatalogue(
                """
                types:
                  view:
                    optional: true
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'view', table view_member: there is no such table in the database of product \
                        'wfm', though others of this optional type are there. Correct \
                        types.view.tables.view_member.name (schema.table where the search path does not lead to it)""");
    }

    @Test
    void missesAColumn() {
        var findings = CheckedReference.withQm("ALTER TABLE ccr RENAME person_id TO agent")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: there is no column person_id. Correct \
                        types.ccr.tables.ccr.users""",
                        """
                        WARNING Product 'qm', table public.ccr: column agent refers to a user by foreign key \
                        ccr_person_fk and belongs to no data type: its rows stay with the source. Make it a data \
                        type, or write products.qm.keeps.ccr: [agent]""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    storage-file          | storage_file          | key: [absent]                                               | key
                    storage-file          | storage_file          | keeps: [absent]                                             | keeps
                    storage-file          | storage_file          | fill: {absent: owner_id}                                    | fill
                    storage-file          | storage_file          | fill: {kind: absent}                                        | fill
                    storage-file          | storage_file          | rules: {r: {unique: [owner_id, absent], keep: target}}      | rules.r.unique
                    contact-goal          | contact_goal          | rules: {same-name: {rename: absent}}                        | rules.same-name.rename
                    login-state           | login_state           | rules: {open-session: {close: absent}}                      | rules.open-session.close
                    contact-goal-progress | contact_goal_progress | rules: {same-period: {merge: {absent: sum}}}                | rules.same-period.merge
                    contact-goal-progress | contact_goal_progress | rules: {same-period: {keep: newest, by: absent}}            | rules.same-period.by
                    evaluation            | evaluation            | rules: {same-evaluation: {by: absent}}                      | rules.same-evaluation.by
                    evaluation            | evaluation            | flags: {SELF_APPROVAL: {same-user: [evaluator_id, absent]}} | flags.SELF_APPROVAL.same-user
                    """)
    void missesAColumnWhereverTheCatalogueNamesOne(String type, String table, String named, String field) {
        var findings = CheckedReference.withCatalogue("types: {%s: {tables: {%s: {%s}}}}".formatted(type, table, named))
                .findings();

        assertThat(findings)
                .containsExactly("ERROR Data type '%s', table public.%s: there is no column absent. Correct types.%1$s.tables.%2$s.%3$s"
                        .formatted(type, table, field));
    }

    @Test
    void missesAColumnOfARule() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        rules:
                          same-evaluation:
                            newest: changed_at
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: there is no column changed_at. \
                        Correct types.evaluation.tables.evaluation.rules.same-evaluation.newest""");
    }

    @Test
    void missesAKeyThatTellsRowsApart() {
        var findings = CheckedReference.withQm("ALTER TABLE ccr DROP CONSTRAINT ccr_pk")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: no primary key or unique key covers the key \
                        (ccr_id); a partial one does not count. Name the columns of one in types.ccr.tables.ccr.key""");
    }

    @Test
    void doesNotTakeAPartialUniqueKeyForAKey() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE ccr DROP CONSTRAINT ccr_pk",
                        "CREATE UNIQUE INDEX ccr_inbound ON ccr (ccr_id) WHERE inbound")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: no primary key or unique key covers the key \
                        (ccr_id); a partial one does not count. Name the columns of one in types.ccr.tables.ccr.key""");
    }

    @Test
    void refusesAKeyThatMayBeNull() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE ccr DROP CONSTRAINT ccr_pk",
                        "ALTER TABLE ccr ALTER ccr_id DROP IDENTITY",
                        "ALTER TABLE ccr ALTER ccr_id DROP NOT NULL",
                        "ALTER TABLE ccr ADD UNIQUE (ccr_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: column ccr_id of the key may be null, and such a \
                        row could not be found again for an undo. Declare it NOT NULL, or name another key in \
                        types.ccr.tables.ccr.key""");
    }

    @Test
    void refusesAKeyInWhichTwoUsersMove() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE workflow_condition ADD CONSTRAINT wc_all UNIQUE (rule_id, user_id, created_by)")
                .andCatalogue(
                """
                types:
                  workflow-condition:
                    tables:
                      workflow_condition:
                        key: [rule_id, user_id, created_by]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'workflow-condition', table public.workflow_condition: with user columns in \
                        the key (rule_id, user_id, created_by), rows moved by column user_id could not be told from \
                        others when undone. Name a key without user columns in \
                        types.workflow-condition.tables.workflow_condition.key""",
                        """
                        ERROR Data type 'workflow-condition', table public.workflow_condition: with user columns in \
                        the key (rule_id, user_id, created_by), rows moved by column created_by could not be told \
                        from others when undone. Name a key without user columns in \
                        types.workflow-condition.tables.workflow_condition.key""",
                        """
                        ERROR Data type 'workflow-condition', table public.workflow_condition: unique key wc_all \
                        (rule_id, user_id, created_by) contains the user columns user_id, created_by, and one rule \
                        cannot decide for both. Let all but one of them stay, with \
                        types.workflow-condition.tables.workflow_condition.keeps, or leave them out of the key""");
    }

    @Test
    void refusesATableWithoutUserColumn() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  ccr:
                    tables:
                      ccr:
                        users: []
                        keeps: [person_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: it has no user column. Name at least one in \
                        types.ccr.tables.ccr.users""");
    }

    @Test
    void refusesAColumnThatBothMovesAndStays() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  ccr:
                    tables:
                      ccr:
                        keeps: [person_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: column person_id both moves and stays. Take it out \
                        of types.ccr.tables.ccr.users or types.ccr.tables.ccr.keeps""");
    }

    @Test
    void refusesAColumnThatTwoTypesMove() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  call:
                    product: qm
                    strategy: combine
                    tables:
                      calls:
                        name: public.ccr
                        key: [ccr_id]
                        users: [person_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: column person_id is also moved by \
                        types.call.tables.calls. Leave it to one of the two: take it out of \
                        types.ccr.tables.ccr.users""");
    }

    @Test
    void refusesAGeneratedUserColumn() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE storage_file DROP COLUMN owner_id",
                        "ALTER TABLE storage_file ADD made_by bigint NOT NULL,"
                                + " ADD owner_id bigint GENERATED ALWAYS AS (made_by) STORED",
                        "CREATE INDEX ON storage_file (owner_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'storage-file', table public.storage_file: the user column owner_id is \
                        generated and cannot be set. Name the column it is generated from in \
                        types.storage-file.tables.storage_file.users""");
    }

    @Test
    void refusesAUserColumnOfAnotherType() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE ccr DROP CONSTRAINT ccr_person_fk",
                        "ALTER TABLE ccr ALTER person_id TYPE text")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: the user column person_id is of type text, but \
                        users of product 'qm' are known by bigint. Name a column that holds person_account.person_id \
                        in types.ccr.tables.ccr.users""");
    }

    @Test
    void warnsOfAUserColumnWithoutAnIndex() {
        var findings = CheckedReference.withQm("DROP INDEX ccr_person")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Data type 'ccr', table public.ccr: no index begins with the user column person_id, \
                        so every transfer reads the whole table. CREATE INDEX ON "public"."ccr" ("person_id")""");
    }

    @Test
    void doesNotTakeAPartialIndexForOne() {
        var findings = CheckedReference.withQm(
                        "DROP INDEX ccr_person",
                        "CREATE INDEX ccr_inbound ON ccr (person_id) WHERE inbound")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Data type 'ccr', table public.ccr: no index begins with the user column person_id, \
                        so every transfer reads the whole table. CREATE INDEX ON "public"."ccr" ("person_id")""");
    }

    @Test
    void refusesTwoFillsFromOneColumn() {
        var findings = CheckedReference.withQm("ALTER TABLE archive_audit ADD first_actor_id bigint")
                .andCatalogue(
                """
                types:
                  archive-audit:
                    tables:
                      archive_audit:
                        fill:
                          first_actor_id: person_id
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'archive-audit', table public.archive_audit: columns first_actor_id, \
                        original_actor_id are all filled from person_id, but a user column fills one at most. Keep \
                        one of them in types.archive-audit.tables.archive_audit.fill""");
    }

    @Test
    void refusesAFillFromAColumnThatStays() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  wfo-audit-event:
                    tables:
                      wfo_audit_event:
                        fill:
                          original_actor_id: subject_id
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'wfo-audit-event', table public.wfo_audit_event: column original_actor_id is \
                        filled from subject_id, which does not move. Name a user column in \
                        types.wfo-audit-event.tables.wfo_audit_event.fill""");
    }

    @Test
    void refusesToFillAColumnThatMoves() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        fill:
                          approver_id: evaluator_id
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: column approver_id cannot be filled: \
                        it moves itself or is generated. Take it out of types.evaluation.tables.evaluation.fill""");
    }

    @Test
    void refusesToFillAGeneratedColumn() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE evaluation ADD form_again bigint GENERATED ALWAYS AS (form_id) STORED")
                .andCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        fill:
                          form_again: evaluator_id
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: column form_again cannot be filled: \
                        it moves itself or is generated. Take it out of types.evaluation.tables.evaluation.fill""");
    }

    @Test
    void acceptsAFillFromEachOfTwoColumns() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE evaluation ADD first_evaluator bigint, ADD first_approver bigint")
                .andCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        fill:
                          first_evaluator: evaluator_id
                          first_approver: approver_id
                """)
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesAFlagAboutColumnsThatStay() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        flags:
                          SELF_EVALUATION:
                            same-user: [agent_id, ccr_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: flag SELF_EVALUATION compares \
                        agent_id and ccr_id, neither of which moves. Name a user column in \
                        types.evaluation.tables.evaluation.flags.SELF_EVALUATION.same-user""");
    }

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

    @Test
    void refusesInheritorsOfATable() {
        var findings = CheckedReference.withQm("CREATE TABLE old_ccr () INHERITS (ccr)").findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: table public.old_ccr inherits from it, so that its \
                        rows would be moved and removed as well, and put back in the wrong table. ALTER TABLE \
                        "public"."old_ccr" NO INHERIT "public"."ccr", or make it a partition""");
    }

    @Test
    void refusesInheritorsOfChildren() {
        var findings = CheckedReference.withWfm("CREATE TABLE old_activity () INHERITS (agent_schedule_activity)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'agent-schedule', table public.agent_schedule_activity: table \
                        public.old_activity inherits from it, so that its rows would be removed as well, and put back \
                        in the wrong table. ALTER TABLE "public"."old_activity" NO INHERIT \
                        "public"."agent_schedule_activity", or make it a partition""");
    }

    @Test
    void hasNothingToSayOfTemporaryTables() {
        var findings = CheckedReference.withQm(
                        "CREATE TEMPORARY TABLE chosen (person_id bigint PRIMARY KEY)",
                        "CREATE TEMPORARY TABLE note (person_id bigint REFERENCES chosen)")
                .findings();

        assertThat(findings).isEmpty();
    }

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

    @Test
    void refusesAProductWithoutUsers() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  call:
                    product: crm
                    strategy: combine
                    tables:
                      calls:
                        key: [call_id]
                        users: [person_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'crm': it has data types but no database. Set \
                        user-data-transfer.products.crm.url, or take its types away with enabled: false""",
                        """
                        ERROR Product 'crm': the catalogue does not say where it keeps its users. Write products.crm \
                        with table and id""");
    }

    @Test
    void takesATypeATableOrARuleAway() {
        var findings = CheckedReference.withQm(
                        "DROP TABLE storage_file",
                        "DROP INDEX login_state_open_session")
                .andCatalogue(
                """
                types:
                  storage-file:
                    enabled: false
                  login-state:
                    tables:
                      login_state:
                        rules:
                          open-session:
                            enabled: false
                """)
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesTypesThatWaitForEachOther() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  evaluation:
                    after: [evaluation-comment]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Catalogue: Data types wait for each other in a circle: [evaluation, \
                        evaluation-comment]. Correct after and together under types""");
    }

    @Test
    void refusesAnUnknownTypeToWaitFor() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  ccr:
                    after: [call]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Catalogue: Data type 'ccr' refers to 'call', which is not in the catalogue. Correct \
                        after and together under types""");
    }

    @Test
    void saysAllThatCannotBeRead() {
        var findings = CheckedReference.withCatalogue(
                """
                products:
                  qm:
                    id: ''
                types:
                  call: {}
                  ccr:
                    tables:
                      ccr:
                        users: [uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Catalogue: user-data-transfer.catalogue.products.qm: '' is no SQL name: it is empty or \
                        contains a zero. Nothing else was checked""",
                        """
                        ERROR Catalogue: user-data-transfer.catalogue.types.call: it has no tables: name at least one \
                        under tables, or write enabled: false. Nothing else was checked""",
                        """
                        ERROR Catalogue: user-data-transfer.catalogue.types.ccr: tables.ccr: \
                        'uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu' is no SQL name: it has \
                        more than 63 bytes. Nothing else was checked""");
    }

    @Test
    void refusesAProductWithoutDatabase() {
        var reference = CheckedReference.asItIs();
        var schemas = Map.of(new Product("qm"), reference.schemas().get(new Product("qm")));

        assertThat(SchemaCheck.findings(reference.catalogue(), schemas))
                .extracting(Finding::message)
                .containsExactly(
                        """
                        Product 'wfm': it has data types but no database. Set user-data-transfer.products.wfm.url, or \
                        take its types away with enabled: false""");
    }

    @Test
    void letsACatalogueWithWarningsPassAndTellsThem() {
        var reference = CheckedReference.withQm("DROP INDEX ccr_person");

        var warnings = SchemaCheck.refuseUnlessSound(reference.catalogue(), reference.schemas());

        assertThat(warnings).extracting(Finding::isError).containsExactly(false);
    }

    @Test
    void stopsTheStartWithEverythingThatIsWrong() {
        var reference = CheckedReference.withQm("DROP INDEX ccr_person", "ALTER TABLE ccr DROP CONSTRAINT ccr_pk");

        assertThatExceptionOfType(UnsoundCatalogueException.class)
                .isThrownBy(() -> SchemaCheck.refuseUnlessSound(reference.catalogue(), reference.schemas()))
                .withMessage(
                        """
                        The catalogue does not fit the databases:
                         - ERROR Data type 'ccr', table public.ccr: no primary key or unique key covers the key \
                        (ccr_id); a partial one does not count. Name the columns of one in types.ccr.tables.ccr.key
                         - WARNING Data type 'ccr', table public.ccr: no index begins with the user column person_id, \
                        so every transfer reads the whole table. CREATE INDEX ON "public"."ccr" ("person_id")""");
    }

    @Test
    void refusesAColumnThatIsNamedTwice() {
        var findings = CheckedReference.withCatalogue("types: {ccr: {tables: {ccr: {users: [person_id, person_id]}}}}")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Catalogue: user-data-transfer.catalogue.types.ccr: tables.ccr: 'users' names a column \
                        twice: [person_id, person_id]. Nothing else was checked""");
    }

    @ParameterizedTest
    @CsvSource({"bigint[]", "jsonb", "boolean"})
    void refusesAUserColumnThatHoldsSomethingElse(String type) {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE storage_file ADD owners %s".formatted(type),
                        "CREATE INDEX ON storage_file (owners)")
                .andCatalogue("types: {storage-file: {tables: {storage_file: {users: [owner_id, owners]}}}}")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'storage-file', table public.storage_file: the user column owners is of type \
                        %s, but users of product 'qm' are known by bigint. Name a column that holds \
                        person_account.person_id in types.storage-file.tables.storage_file.users"""
                                .formatted(type));
    }

    @Test
    void refusesToFillOrToCompareAColumnOfAnotherType() {
        var findings = CheckedReference.withQm("ALTER TABLE storage_file ADD first_owner text")
                .andCatalogue(
                """
                types:
                  storage-file:
                    tables:
                      storage_file:
                        keeps: [first_owner]
                        fill: {first_owner: owner_id}
                        flags:
                          NEVER_GIVEN_AWAY: {same-user: [owner_id, first_owner]}
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'storage-file', table public.storage_file: the filled column first_owner is of \
                        type text, but users of product 'qm' are known by bigint. Name a column that holds \
                        person_account.person_id in types.storage-file.tables.storage_file.fill""",
                        """
                        ERROR Data type 'storage-file', table public.storage_file: the compared column first_owner is \
                        of type text, but users of product 'qm' are known by bigint. Name a column that holds \
                        person_account.person_id in \
                        types.storage-file.tables.storage_file.flags.NEVER_GIVEN_AWAY.same-user""");
    }

    /** Whoever has that number is somebody else. */
    @Test
    void refusesAUserColumnThatRefersToSomethingElseOfTheUser() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE person ADD staff_no bigint CONSTRAINT person_staff_no UNIQUE",
                        "ALTER TABLE storage_file DROP CONSTRAINT storage_file_owner_fk",
                        "ALTER TABLE storage_file ADD FOREIGN KEY (owner_id) REFERENCES person (staff_no)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'storage-file', table public.storage_file: the user column owner_id refers to \
                        column staff_no of public.person, but users of product 'qm' are known by \
                        person_account.person_id. Name a column that holds person_account.person_id in \
                        types.storage-file.tables.storage_file.users""");
    }

    /** Where the two are done in another order than they are undone in. */
    @Test
    void refusesAKeyThatAnotherTypeChanges() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE storage_file ADD reader_id bigint REFERENCES person",
                        "CREATE INDEX ON storage_file (reader_id)",
                        "CREATE UNIQUE INDEX storage_file_once ON storage_file (owner_id, stored_path)")
                .andCatalogue(
                """
                types:
                  storage-file:
                    tables:
                      storage_file:
                        rules:
                          same-path: {unique: [owner_id, stored_path], rename: stored_path}
                  file-reader:
                    product: qm
                    strategy: combine
                    tables:
                      storage_file:
                        key: [owner_id, stored_path]
                        users: [reader_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'file-reader', table public.storage_file: column owner_id of the key is moved \
                        by types.storage-file.tables.storage_file, so that rows could not be found again for an undo. \
                        Name a key without it in types.file-reader.tables.storage_file.key""");
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
