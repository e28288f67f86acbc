package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/** Rows that both users have under one name get another, whatever the name's type, and come back under the old one. */
@Execution(ExecutionMode.CONCURRENT)
class RenameTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();
    private static final String NOTES = "SELECT n::text FROM note n ORDER BY 1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "varchar(20)",
                "citext",
                "text COLLATE \"C\"",
                "text COLLATE any_case",
                "varchar(20) COLLATE \"C\""
            })
    void knowsEveryKindOfText(String type) throws Exception {
        renamed(
                """
                CREATE EXTENSION IF NOT EXISTS citext;
                CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name %s, UNIQUE (owner, name));
                INSERT INTO note
                SELECT person_id * 10 + i, person_id, n.name
                FROM two, unnest(ARRAY['äöüßäöüßäöüßäöüßäöüß', 'äöüßäöüßäöüßäöüßäö', '']) WITH ORDINALITY n(name, i)
                """
                        .formatted(type),
                RenameTest::comesBack);
    }

    @Test
    void givesNoNamesThatAreAlikeInTheIndexAlone() throws Exception {
        renamed(
                """
                CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name varchar(20));
                CREATE UNIQUE INDEX ON note (owner, name COLLATE any_case);
                INSERT INTO note SELECT person_id, person_id, 'QUARTERLY REVIEW 1' FROM two;
                INSERT INTO note SELECT -person_id, person_id, 'quarterly review 2' FROM two
                """,
                RenameTest::comesBack);
    }

    @Test
    void namesWhatHasNoName() throws Exception {
        renamed(
                """
                CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name text,
                                   UNIQUE NULLS NOT DISTINCT (owner, name));
                INSERT INTO note SELECT person_id, person_id, NULL FROM two
                """,
                RenameTest::comesBack);
    }

    @Test
    void givesManyNamesAtOnceThatAreAlikeWhereTheyAreCutOff() throws Exception {
        renamed(
                """
                CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name varchar(20), UNIQUE (owner, name));
                INSERT INTO note
                SELECT person_id * 1000 + i, person_id, 'a long beginning ' || i FROM two, generate_series(100, 400) i
                """,
                (products, before) -> {
                    comesBack(products, before);
                    assertThat(products.texts("SELECT count(*)::text FROM user_data_transfer.row_ledger"
                                    + " WHERE kind = 'CHANGED'"))
                            .containsExactly("1");
                });
    }

    @Test
    void failsAtOnceIfTheColumnHasNoRoomForAnotherName() throws Exception {
        renamed(
                """
                CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name varchar(4), UNIQUE (owner, name));
                INSERT INTO note SELECT person_id * 10 + i, person_id, 'n' || i FROM two, generate_series(1, 2) i
                """,
                (products, before) -> {
                    var result = transferred(products);
                    assertThat(result.outcome()).isEqualTo(DataTypeOutcome.FAILED);
                    assertThat(result.message()).hasValueSatisfying(text -> assertThat(text).contains("no room"));
                    assertThat(products.texts(NOTES)).containsExactlyElementsOf(before);
                });
    }

    @Test
    void numbersManyRowsOfOneNameAtOnce() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, place int, name text,
                                           UNIQUE (owner, place, name));
                        INSERT INTO note
                        SELECT person_id * 1000 + i, person_id, i, 'New folder' FROM two, generate_series(1, 300) i
                        """,
                """
                note:
                  product: qm
                  strategy: combine
                  tables:
                    note: {key: [id], users: [owner], rules: {same: {unique: [owner, place, name], rename: name}}}
                """)) {
            comesBack(products, products.texts(NOTES));
        }
    }

    @Test
    void failsIfATriggerUndoesIt() throws Exception {
        renamed(
                """
                CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name text, UNIQUE (owner, name));
                INSERT INTO note SELECT person_id, person_id, 'a long name of a note' FROM two;
                CREATE FUNCTION keep_short() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN NEW.name := rtrim(left(NEW.name, 21)); RETURN NEW; END $$;
                CREATE TRIGGER keep_short BEFORE UPDATE ON note FOR EACH ROW EXECUTE FUNCTION keep_short()
                """,
                (products, before) -> {
                    assertThat(transferred(products).outcome()).isEqualTo(DataTypeOutcome.FAILED);
                    assertThat(products.texts(NOTES)).containsExactlyElementsOf(before);
                });
    }

    private static void comesBack(Products products, Iterable<String> before) {
        assertThat(transferred(products).tally().changed()).isPositive();
        Products.assertAllDone(products.undo(ANNA_TO_TOM, 2));
        assertThat(products.texts(NOTES)).containsExactlyElementsOf(before);
    }

    private static DataTypeResult transferred(Products products) {
        return products.transfer(ANNA_TO_TOM, 1).get(new DataTypeName("note"));
    }

    private static void renamed(String tables, BiConsumer<Products, Iterable<String>> then) throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                        """
                        + tables,
                """
                note:
                  product: qm
                  strategy: combine
                  tables:
                    note: {key: [id], users: [owner], rules: {same: {unique: [owner, name], rename: name}}}
                """)) {
            then.accept(products, products.texts(NOTES));
        }
    }
}
