package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A column that moves, is filled or is compared can hold what its product knows users by, and holds nothing else. */
class UserTypeCheckTest {

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
}
