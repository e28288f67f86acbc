package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule is for a key that there is, and can do there what it says. */
class RuleCheckTest {

    @Test
    void refusesARuleForAKeyThatIsNotThere() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  ccr:
                    tables:
                      ccr:
                        rules:
                          more:
                            unique: [person_id, started_at]
                            keep: target
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: rule 'more' is for (person_id, started_at), but no \
                        unique key or exclusion constraint has just these columns. Correct \
                        types.ccr.tables.ccr.rules.more.unique; with a user column there is none""");
    }

    @Test
    void namesTheKeysThatARuleCouldBeFor() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  login-state:
                    tables:
                      login_state:
                        rules:
                          more:
                            unique: [person_id, workstation]
                            keep: target
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: rule 'more' is for (person_id, \
                        workstation), but no unique key or exclusion constraint has just these columns. Correct \
                        types.login-state.tables.login_state.rules.more.unique; with a user column there are: unique \
                        key login_state_key (person_id, login_at); partial unique key login_state_open_session \
                        (person_id)""");
    }

    @Test
    void refusesARuleForAKeyWithoutUser() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  ccr:
                    tables:
                      ccr:
                        rules:
                          more:
                            unique: [acd_server, acd_call_id, leg]
                            keep: target
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'ccr', table public.ccr: rule 'more' is for (acd_server, acd_call_id, leg), \
                        in which no user column is: a move cannot cause a clash there. Remove \
                        types.ccr.tables.ccr.rules.more, or correct its unique""");
    }

    @Test
    void refusesTwoRulesForOneKey() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  login-state:
                    tables:
                      login_state:
                        rules:
                          more:
                            unique: [login_at, person_id]
                            keep: source
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: rule 'same-login' is for the same \
                        key as rule 'more'. Remove one of the two""");
    }

    @Test
    void refusesARuleWhereRowsAreOverwritten() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  project:
                    tables:
                      agent_project:
                        rules:
                          more:
                            unique: [agent_id, project_id, starts_at]
                            keep: target
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'project', table public.agent_project: rule 'more' has nothing to decide, \
                        since the target's rows are removed before the source's are moved. Remove \
                        types.project.tables.agent_project.rules.more""");
    }

    @Test
    void refusesToMergeTheKey() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  contact-goal-person:
                    tables:
                      contact_goal_person:
                        rules:
                          same-role:
                            merge:
                              role: max
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal-person', table public.contact_goal_person: rule 'same-role' \
                        merges column role, which is generated, moves, or is part of the key. Take it out of \
                        types.contact-goal-person.tables.contact_goal_person.rules.same-role.merge""");
    }

    @Test
    void refusesToAddUpText() {
        var findings = CheckedReference.withQm("ALTER TABLE contact_goal_person ADD note text")
                .andCatalogue(
                """
                types:
                  contact-goal-person:
                    tables:
                      contact_goal_person:
                        rules:
                          same-role:
                            merge:
                              note: sum
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal-person', table public.contact_goal_person: rule 'same-role' \
                        adds up column note, which is of type text. Write max, min or coalesce in \
                        types.contact-goal-person.tables.contact_goal_person.rules.same-role.merge""");
    }

    @Test
    void refusesAnEmptyRanking() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        rules:
                          same-evaluation:
                            ranking: []
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' ranks status \
                        without a ranking. Write types.evaluation.tables.evaluation.rules.same-evaluation.ranking, \
                        the least first""");
    }

    @Test
    void refusesToRenameByWhatIsNotInTheKey() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  contact-goal:
                    tables:
                      contact_goal:
                        rules:
                          same-name:
                            rename: metric
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal', table public.contact_goal: rule 'same-name' renames by \
                        column metric, which does not keep rows apart in unique key contact_goal_key (owner_id, \
                        name). Name one of the key's columns, no user column, in \
                        types.contact-goal.tables.contact_goal.rules.same-name.rename""");
    }

    @Test
    void refusesToRenameANumber() {
        var findings = CheckedReference.withQm("ALTER TABLE contact_goal ALTER name TYPE integer USING 1")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal', table public.contact_goal: rule 'same-name' renames by \
                        column name, which is of type integer, not text. Name a text column in \
                        types.contact-goal.tables.contact_goal.rules.same-name.rename, or write keep: target""");
    }

    @Test
    void refusesToRenameByAGeneratedColumn() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE contact_goal ADD label text GENERATED ALWAYS AS (name || '!') STORED",
                        "CREATE UNIQUE INDEX contact_goal_label ON contact_goal (owner_id, label)")
                .andCatalogue(
                """
                types:
                  contact-goal:
                    tables:
                      contact_goal:
                        rules:
                          same-label: {unique: [owner_id, label], rename: label}
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal', table public.contact_goal: rule 'same-label' renames by \
                        column label, which is generated. Write keep: target in \
                        types.contact-goal.tables.contact_goal.rules.same-label""");
    }

    @Test
    void refusesToCloseAKeyThatAllRowsAreIn() {
        var findings = CheckedReference.withQm(
                        "DROP INDEX login_state_open_session",
                        "CREATE UNIQUE INDEX login_state_open_session ON login_state (person_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: rule 'open-session' closes rows by \
                        column logged_out_at, but unique key login_state_open_session (person_id) has no predicate \
                        about it that they would leave. Close is for a partial unique key such as WHERE \
                        logged_out_at IS NULL: write keep: target in \
                        types.login-state.tables.login_state.rules.open-session""");
    }

    @Test
    void refusesToCloseByAColumnOutsideThePredicate() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  login-state:
                    tables:
                      login_state:
                        rules:
                          open-session:
                            close: login_at
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: rule 'open-session' closes rows by \
                        column login_at, but partial unique key login_state_open_session (person_id) has no \
                        predicate about it that they would leave. Close is for a partial unique key such as WHERE \
                        login_at IS NULL: write keep: target in \
                        types.login-state.tables.login_state.rules.open-session""");
    }

    @Test
    void refusesToCloseByText() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE login_state ADD closed_by text",
                        "DROP INDEX login_state_open_session",
                        "CREATE UNIQUE INDEX login_state_open_session ON login_state (person_id)"
                                + " WHERE closed_by IS NULL")
                .andCatalogue(
                """
                types:
                  login-state:
                    tables:
                      login_state:
                        rules:
                          open-session:
                            close: closed_by
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: rule 'open-session' closes rows by \
                        column closed_by, which is of type text, not a time. Name a timestamp in \
                        types.login-state.tables.login_state.rules.open-session.close""");
    }

    @Test
    void refusesARuleThatSaysTwoThings() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  login-state:
                    tables:
                      login_state:
                        rules:
                          same-login:
                            rename: workstation
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Catalogue: user-data-transfer.catalogue.types.login-state: tables.login_state: \
                        rules.same-login: it says not just one of keep, rename, close: write one of them. Nothing else \
                        was checked""");
    }

    @Test
    void refusesARuleWithoutAKey() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  ccr:
                    tables:
                      ccr:
                        rules:
                          more:
                            keep: target
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Catalogue: user-data-transfer.catalogue.types.ccr: tables.ccr: rules.more: 'unique' is \
                        missing: name the columns. Nothing else was checked""");
    }

    @Test
    void missesATableToReparent() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        rules:
                          same-evaluation:
                            reparent:
                              evaluation_note:
                                column: evaluation_id
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_note another parent, but there is no such table. Correct the table's name in \
                        types.evaluation.tables.evaluation.rules.same-evaluation.reparent.evaluation_note""");
    }

    @Test
    void missesAColumnToReparent() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  evaluation:
                    tables:
                      evaluation:
                        rules:
                          same-evaluation:
                            reparent:
                              evaluation_comment:
                                column: review_id
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_comment another parent, but it has no column review_id. Correct \
                        types.evaluation.tables.evaluation.rules.same-evaluation.reparent.evaluation_comment.column \
                        or \
                        types.evaluation.tables.evaluation.rules.same-evaluation.reparent.evaluation_comment.renumber\
                        """);
    }

    @Test
    void missesTheForeignKeyToReparentBy() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE evaluation_comment DROP CONSTRAINT evaluation_comment_evaluation_fk")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_comment another parent, but no foreign key of column evaluation_id alone refers \
                        to public.evaluation. Correct \
                        types.evaluation.tables.evaluation.rules.same-evaluation.reparent.evaluation_comment.column""");
    }

    @Test
    void refusesToReparentOneOfTwoReferences() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE evaluation_comment ADD copied_from bigint"
                                + " CONSTRAINT evaluation_comment_copied_from_fk REFERENCES evaluation")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_comment another parent, but foreign key evaluation_comment_copied_from_fk \
                        (copied_from) refers to public.evaluation as well, and a rule gives only one reference \
                        another parent. List it in types.evaluation.tables.evaluation.children instead of \
                        types.evaluation.tables.evaluation.rules.same-evaluation.reparent.evaluation_comment""");
    }

    @Test
    void refusesToReparentRowsWithoutAKey() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE evaluation_comment DROP CONSTRAINT evaluation_comment_pk,"
                                + " ALTER evaluation_comment_id DROP IDENTITY",
                        "ALTER TABLE evaluation_comment ALTER evaluation_comment_id DROP NOT NULL,"
                                + " ALTER seq DROP NOT NULL",
                        "ALTER TABLE evaluation_comment"
                                + " ADD CONSTRAINT evaluation_comment_uk UNIQUE (evaluation_comment_id)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_comment another parent, but it has neither a primary key nor a unique key whose \
                        columns are all NOT NULL, so its rows could not be told apart when undone. Give \
                        public.evaluation_comment one, or archive its rows instead: list it in \
                        types.evaluation.tables.evaluation.children""",
                        """
                        ERROR Data type 'evaluation-comment', table public.evaluation_comment: column \
                        evaluation_comment_id of the key may be null, and such a row could not be found again for an \
                        undo. Declare it NOT NULL, or name another key in \
                        types.evaluation-comment.tables.evaluation_comment.key""");
    }

    @Test
    void reparentsRowsThatAUniqueKeyTellsApart() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE evaluation_comment DROP CONSTRAINT evaluation_comment_pk",
                        "ALTER TABLE evaluation_comment"
                                + " ADD CONSTRAINT evaluation_comment_uk UNIQUE (evaluation_comment_id)")
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void refusesToReparentRowsThatMayClash() {
        var findings = CheckedReference.withQm(
                        "CREATE UNIQUE INDEX evaluation_comment_one_each"
                                + " ON evaluation_comment (evaluation_id, author_id, body)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_comment another parent, but unique key evaluation_comment_one_each \
                        (evaluation_id, author_id, body) contains evaluation_id, so that children of both rows may \
                        clash. Name a number of that key in \
                        types.evaluation.tables.evaluation.rules.same-evaluation.reparent.evaluation_comment.renumber, \
                        or list the table in types.evaluation.tables.evaluation.children instead""",
                        """
                        ERROR Data type 'evaluation-comment', table public.evaluation_comment: unique key \
                        evaluation_comment_one_each (evaluation_id, author_id, body) contains the user column \
                        author_id and has no rule: source and target may both have such a row. Write \
                        types.evaluation-comment.tables.evaluation_comment.rules.same-evaluation_comment: {unique: \
                        [evaluation_id, author_id, body], keep: target}, or another rule""");
    }

    @Test
    void refusesToReparentByWhatIsNotInTheKey() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE evaluation ADD code bigint CONSTRAINT evaluation_code UNIQUE",
                        "ALTER TABLE evaluation_comment DROP CONSTRAINT evaluation_comment_evaluation_fk,"
                                + " ADD CONSTRAINT evaluation_comment_evaluation_fk"
                                + " FOREIGN KEY (evaluation_id) REFERENCES evaluation (code)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: foreign key \
                        evaluation_comment_evaluation_fk of public.evaluation_comment refers to (code), which is not \
                        in the key, so that no rule could see to its rows. Write \
                        types.evaluation.tables.evaluation.key: [code]""");
    }

    @Test
    void refusesToRenumberAText() {
        var findings = CheckedReference.withQm("ALTER TABLE evaluation_comment ALTER seq TYPE text")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_comment another parent, but column seq is of type text and cannot be renumbered. \
                        Name an integer column in \
                        types.evaluation.tables.evaluation.rules.same-evaluation.reparent.evaluation_comment.renumber\
                        """);
    }

    @Test
    void refusesToReparentRowsThatPoliciesHide() {
        var findings = CheckedReference.withPolicyOn("evaluation_comment")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation_comment: row-level security hides rows \
                        from the worker. Give the worker's database role BYPASSRLS, or ownership of the table""",
                        """
                        ERROR Data type 'evaluation-comment', table public.evaluation_comment: row-level security \
                        hides rows from the worker. Give the worker's database role BYPASSRLS, or ownership of the \
                        table""");
    }

    @Test
    void refusesToReparentBeforeTheRowsOwnTypeIsDone() {
        var findings = CheckedReference.withCatalogue(
                """
                types:
                  evaluation-comment:
                    after: []
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_comment another parent, but its own data type 'evaluation-comment' might run \
                        first, and an undo would then mix up its rows. Write types.evaluation-comment.after: \
                        [evaluation]""");
    }

    @Test
    void refusesToRenameWhatOthersReferTo() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE contact_goal ADD UNIQUE (goal_id, name)",
                        """
                        CREATE TABLE plan (plan_id bigint PRIMARY KEY, goal_id bigint, goal varchar(80),
                            CONSTRAINT plan_goal
                            FOREIGN KEY (goal_id, goal) REFERENCES contact_goal (goal_id, name) ON UPDATE SET NULL)
                        """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal', table public.contact_goal: rule 'same-name' changes column \
                        name, to which foreign key plan_goal of public.plan refers. Let the foreign key refer to a key \
                        without it, or write another rule in types.contact-goal.tables.contact_goal.rules.same-name""");
    }

    @Test
    void refusesToReparentRowsThatOthersReferToByTheirParent() {
        var findings = CheckedReference.withQm(
                        """
                        CREATE TABLE answer (answer_id bigint PRIMARY KEY, evaluation_id bigint, seq integer,
                            CONSTRAINT answer_comment FOREIGN KEY (evaluation_id, seq)
                            REFERENCES evaluation_comment (evaluation_id, seq) ON UPDATE SET NULL)
                        """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' gives rows of \
                        evaluation_comment another parent, but foreign key answer_comment of public.answer refers to \
                        (evaluation_id, seq), which that would change under it. Let it refer to a key without these \
                        columns, or list the table in types.evaluation.tables.evaluation.children instead of \
                        types.evaluation.tables.evaluation.rules.same-evaluation.reparent.evaluation_comment""");
    }

    @ParameterizedTest
    @CsvSource({"boolean", "jsonb", "integer[]"})
    void refusesToAddUpWhatCannotBeAdded(String type) {
        var findings = CheckedReference.withQm("ALTER TABLE contact_goal_progress ADD extra " + type)
                .andCatalogue("types: {contact-goal-progress: {tables: {contact_goal_progress: "
                        + "{rules: {same-period: {merge: {extra: sum}}}}}}}")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal-progress', table public.contact_goal_progress: rule \
                        'same-period' adds up column extra, which is of type %s. Write max, min or coalesce in \
                        types.contact-goal-progress.tables.contact_goal_progress.rules.same-period.merge"""
                                .formatted(type));
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({"json, max", "json[], min", "xml, max", "point, min"})
    void refusesToCompareWhatHasNoOrder(String type, String merge) {
        var findings = CheckedReference.withQm("ALTER TABLE contact_goal_progress ADD extra " + type)
                .andCatalogue("types: {contact-goal-progress: {tables: {contact_goal_progress: "
                        + "{rules: {same-period: {merge: {extra: %s}}}}}}}".formatted(merge))
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'contact-goal-progress', table public.contact_goal_progress: rule \
                        'same-period' merges column extra to the %s, but it is of type %s and has no order. Write \
                        coalesce in types.contact-goal-progress.tables.contact_goal_progress.rules.same-period.merge"""
                                .formatted(merge, type));
    }

    @Test
    void refusesToKeepTheNewestByWhatHasNoOrder() {
        var findings = CheckedReference.withQm("ALTER TABLE evaluation ADD place point")
                .andCatalogue(
                        "types: {evaluation: {tables: {evaluation: {rules: {same-evaluation: {newest: place}}}}}}")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'evaluation', table public.evaluation: rule 'same-evaluation' keeps the newest \
                        by column place, which is of type point and has no order. Name another column in \
                        types.evaluation.tables.evaluation.rules.same-evaluation.newest""");
    }

    @Test
    void refusesToCloseByWhatOthersReferTo() {
        var findings = CheckedReference.withQm(
                        "ALTER TABLE login_state ADD UNIQUE (login_state_id, logged_out_at)",
                        """
                        CREATE TABLE session_note (note_id bigint PRIMARY KEY, login_id bigint, ended timestamptz,
                            CONSTRAINT session_note_login FOREIGN KEY (login_id, ended)
                            REFERENCES login_state (login_state_id, logged_out_at))
                        """,
                        "CREATE INDEX ON session_note (login_id, ended)")
                .andCatalogue("types: {login-state: {tables: {login_state: {children: [session_note]}}}}")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Data type 'login-state', table public.login_state: rule 'open-session' changes column \
                        logged_out_at, to which foreign key session_note_login of public.session_note refers. Let the \
                        foreign key refer to a key without it, or write another rule in \
                        types.login-state.tables.login_state.rules.open-session""");
    }
}
