package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A column that keeps whom a row was moved from is filled from one that moves, and does not move itself. */
class FillCheckTest {

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
}
