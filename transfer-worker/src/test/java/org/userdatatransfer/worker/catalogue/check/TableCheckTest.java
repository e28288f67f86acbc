package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of a data type, and the columns that the catalogue names of them, are there. */
class TableCheckTest {

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
}
