package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Flags are about columns of users that move. */
class FlagCheckTest {

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
}
