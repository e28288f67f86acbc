package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The user columns of a table can be moved and looked up, and no other type moves them too. */
class UserColumnCheckTest {

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
}
