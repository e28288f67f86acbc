package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every column that refers to a user moves or deliberately stays. */
class ForgottenColumnCheckTest {

    @Test
    void warnsOfAColumnOfADataTableThatIsForgotten() {
        var findings = CheckedReference.withWfm(
                        "ALTER TABLE view_member ADD added_by bigint"
                                + " CONSTRAINT view_member_added_by_fk REFERENCES agent")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Product 'wfm', table public.view_member: column added_by refers to a user by foreign \
                        key view_member_added_by_fk and belongs to no data type: its rows stay with the source. \
                        Write it into types.view.tables.view_member.users, or into \
                        types.view.tables.view_member.keeps if it is to stay""");
    }

    @Test
    void warnsOfATableThatIsForgotten() {
        var findings = CheckedReference.withQm(
                        "CREATE TABLE favourite ("
                                + "person_id bigint CONSTRAINT favourite_person_fk REFERENCES person, ccr_id bigint)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Product 'qm', table public.favourite: column person_id refers to a user by foreign \
                        key favourite_person_fk and belongs to no data type: its rows stay with the source. Make it \
                        a data type, or write products.qm.keeps.favourite: [person_id]""");
    }

    @Test
    void namesTheSchemaOfATableThatIsNotFoundWithoutIt() {
        var findings = CheckedReference.withQm(
                        "CREATE SCHEMA people",
                        "CREATE TABLE people.badge (person_id bigint CONSTRAINT badge_person_fk REFERENCES person)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Product 'qm', table people.badge: column person_id refers to a user by foreign key \
                        badge_person_fk and belongs to no data type: its rows stay with the source. Make it a data \
                        type, or write products.qm.keeps."[people.badge]": [person_id]""");
    }

    @Test
    void refusesItInStrictMode() {
        var findings = CheckedReference.withQm(
                        "CREATE TABLE favourite ("
                                + "person_id bigint CONSTRAINT favourite_person_fk REFERENCES person, ccr_id bigint)")
                .andCatalogue(
                """
                strict: true
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        ERROR Product 'qm', table public.favourite: column person_id refers to a user by foreign key \
                        favourite_person_fk and belongs to no data type: its rows stay with the source. Make it a \
                        data type, or write products.qm.keeps.favourite: [person_id]""");
    }

    @Test
    void findsReferencesToTheUsersTableToo() {
        var findings = CheckedReference.withQm(
                        "CREATE TABLE favourite (tenant_id text, who text,"
                                + " CONSTRAINT favourite_account_fk"
                                + " FOREIGN KEY (tenant_id, who) REFERENCES person_account)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Product 'qm', table public.favourite: column who refers to a user by foreign key \
                        favourite_account_fk and belongs to no data type: its rows stay with the source. Make it a \
                        data type, or write products.qm.keeps.favourite: [who]""");
    }

    @Test
    void knowsWhatAProductKeeps() {
        var findings = CheckedReference.withQm(
                        "CREATE TABLE favourite (person_id bigint REFERENCES person, ccr_id bigint)")
                .andCatalogue(
                """
                strict: true
                products:
                  qm:
                    keeps:
                      favourite: [person_id]
                """)
                .findings();

        assertThat(findings).isEmpty();
    }

    @Test
    void takesNothingForKeptButTheVeryColumn() {
        var findings = CheckedReference.withQm(
                        """
                        CREATE TABLE favourite (person_id bigint REFERENCES person,
                                                given_by bigint CONSTRAINT favourite_given_by_fk REFERENCES person)""",
                        "CREATE TABLE bookmark (person_id bigint CONSTRAINT bookmark_person_fk REFERENCES person)")
                .andCatalogue(
                """
                products:
                  qm:
                    keeps:
                      favourite: [person_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Product 'qm', table public.bookmark: column person_id refers to a user by foreign \
                        key bookmark_person_fk and belongs to no data type: its rows stay with the source. Make it a \
                        data type, or write products.qm.keeps.bookmark: [person_id]""",
                        """
                        WARNING Product 'qm', table public.favourite: column given_by refers to a user by foreign \
                        key favourite_given_by_fk and belongs to no data type: its rows stay with the source. Make \
                        it a data type, or write products.qm.keeps.favourite: [given_by]""");
    }

    @Test
    void warnsOfATableNamedLikeOneOfAnotherProductsDataTypes() {
        var findings = CheckedReference.withQm(
                        "CREATE TABLE alert (user_id bigint CONSTRAINT alert_user_fk REFERENCES person)")
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Product 'qm', table public.alert: column user_id refers to a user by foreign key \
                        alert_user_fk and belongs to no data type: its rows stay with the source. Make it a data \
                        type, or write products.qm.keeps.alert: [user_id]""");
    }

    @Test
    void warnsOfAKeptColumnThatIsNotThere() {
        var findings = CheckedReference.withCatalogue(
                """
                products:
                  qm:
                    keeps:
                      favourite: [person_id]
                """)
                .findings();

        assertThat(findings)
                .containsExactly(
                        """
                        WARNING Product 'qm', table favourite: there is no column person_id. Correct \
                        products.qm.keeps.favourite""");
    }
}
