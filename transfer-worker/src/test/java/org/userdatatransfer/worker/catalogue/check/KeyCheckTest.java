package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rows of a table can be told from others, before and after they are moved, and from those of tables below it. */
class KeyCheckTest {

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
}
