package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.userdatatransfer.worker.transfer.Product;

/** The shipped catalogue fits the reference databases; with one thing broken, the check says what and what to do. */
class SchemaCheckTest {

    @Test
    void findsNothingWrongWithTheShippedCatalogue() {
        assertThat(CheckedReference.asItIs().andCatalogue("strict: true").findings()).isEmpty();
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

    @ParameterizedTest
    @ValueSource(strings = {"*qm", "a=b", "a;b", "ends-", "two\tcells"})
    void refusesADataTypeWhoseNameMeansSomethingElse(String name) {
        var findings = CheckedReference.withCatalogue(
                "types: {\"[%s]\": {product: qm, strategy: combine, tables: {ccr: {key: [ccr_id], users: [person_id]}}}}"
                        .formatted(name.replace("\t", "\\t")))
                .findings();

        assertThat(findings)
                .singleElement()
                .asString()
                .contains("types.%s: '%s' is no name of a data type: write letters and digits".formatted(name, name));
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
}
