package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;

/**
 * A deployer's tables have keys, conditions and partitions that the reference tables have not: all is moved and undone.
 */
@Execution(ExecutionMode.CONCURRENT)
class OwnTablesTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();
    private static final EngineSettings SLICES_OF_FIVE = new EngineSettings(5, 5, 100, 2);

    @Test
    void mayBePartitionedByTheUser() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int, owner bigint, PRIMARY KEY (id, owner)) PARTITION BY HASH (owner);
                        CREATE TABLE note_0 PARTITION OF note FOR VALUES WITH (MODULUS 3, REMAINDER 0);
                        CREATE TABLE note_1 PARTITION OF note FOR VALUES WITH (MODULUS 3, REMAINDER 1);
                        CREATE TABLE note_2 PARTITION OF note FOR VALUES WITH (MODULUS 3, REMAINDER 2);
                        INSERT INTO note SELECT i, person_id FROM two, generate_series(1, 20) i WHERE anna
                        """,
                table(
                        "combine",
                        "key: [id, owner], users: [owner], rules: {same: {unique: [id, owner], keep: target}}"),
                SLICES_OF_FIVE)) {
            movesAndTakesBack(products, "20 of tom");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"target", "source"})
    void keepRowsThatAPartialKeyIsNotAbout(String keep) throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, open boolean);
                        CREATE UNIQUE INDEX ON note (owner) WHERE open;
                        INSERT INTO note SELECT person_id, person_id, TRUE FROM two;
                        INSERT INTO note SELECT -person_id, person_id, FALSE FROM two
                        """,
                table(
                        "combine",
                        "key: [id], users: [owner], rules: {one: {unique: [owner], keep: %s}}".formatted(keep)))) {
            movesAndTakesBack(products, "3 of tom");
        }
    }

    @Test
    void mayHaveQuestionMarksInTheirConditions() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, data jsonb);
                        CREATE UNIQUE INDEX one_question ON note (owner) WHERE data ? 'a' AND data ->> 'b' = 'what?';
                        INSERT INTO note SELECT person_id, person_id, '{"a": 1, "b": "what?"}' FROM two;
                        INSERT INTO note SELECT -person_id, person_id, '{"a": 1, "b": "what??"}' FROM two
                        """,
                table("combine", "key: [id], users: [owner], rules: {same: {unique: [owner], keep: target}}"))) {
            movesAndTakesBack(products, "3 of tom");
        }
    }

    @Test
    void mayTakeMoreValuesForAlikeInAnIndexThanElsewhere() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name text, place text);
                        CREATE UNIQUE INDEX ON note (owner, name COLLATE any_case, place) NULLS NOT DISTINCT;
                        INSERT INTO note SELECT person_id, person_id, CASE WHEN anna THEN 'a' ELSE 'A' END FROM two
                        """,
                table(
                        "combine",
                        "key: [id], users: [owner], rules: {same: {unique: [owner, name, place], keep: target}}"))) {
            movesAndTakesBack(products, "1 of tom");
        }
    }

    @Test
    void mayHaveTypesWhoseSchemaIsNotInTheSearchPath() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE SCHEMA extensions;
                        CREATE EXTENSION citext SCHEMA extensions;
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name extensions.citext,
                            UNIQUE (owner, name));
                        INSERT INTO note SELECT person_id, person_id, CASE WHEN anna THEN 'a' ELSE 'A' END FROM two
                        """,
                table("combine", "key: [id], users: [owner], rules: {same: {unique: [owner, name], keep: target}}"))) {
            movesAndTakesBack(products, "1 of tom");
        }
    }

    @Test
    void findNamesThatAreFreeInEveryCase() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE EXTENSION IF NOT EXISTS citext;
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, name citext, UNIQUE (owner, name));
                        INSERT INTO note
                        SELECT person_id, person_id, CASE WHEN anna THEN 'plan' ELSE 'Plan' END FROM two;
                        INSERT INTO note SELECT -person_id, person_id, 'PLAN (ANNA.LEAVER)' FROM two WHERE anna
                        """,
                table("combine", "key: [id], users: [owner], rules: {same: {unique: [owner, name], rename: name}}"))) {
            movesAndTakesBack(products, "3 of tom");
        }
    }

    @Test
    void mayTakeInValuesThatCannotBeCompared() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int, owner bigint, data json, PRIMARY KEY (id, owner));
                        INSERT INTO note SELECT 1, person_id, CASE WHEN anna THEN '{"a": 1}'::json END FROM two;
                        INSERT INTO note SELECT 2, person_id, '{"b": 2}' FROM two
                        """,
                table(
                        "combine",
                        "key: [id, owner], users: [owner], "
                                + "rules: {same: {unique: [id, owner], keep: target, merge: {data: coalesce}}}"))) {
            movesAndTakesBack(products, "2 of tom");
        }
    }

    @Test
    void mayBeReferredToByAnotherKeyThanTheirs() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, n int, code text UNIQUE,
                            UNIQUE (owner, n));
                        CREATE TABLE detail (id bigint PRIMARY KEY, code text REFERENCES note (code) ON DELETE CASCADE);
                        INSERT INTO note SELECT person_id, person_id, 1, 'c' || person_id FROM two;
                        INSERT INTO detail SELECT id, code FROM note
                        """,
                table(
                        "combine",
                        "key: [id], users: [owner], children: [detail], "
                                + "rules: {same: {unique: [owner, n], keep: target}}"))) {
            movesAndTakesBack(products, "1 of tom");
        }
    }

    @Test
    void mayGetLateRowsThatAreReferredToByAnotherKeyThanTheirs() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint, n int, code text UNIQUE,
                            UNIQUE (owner, n));
                        CREATE TABLE detail (id bigint PRIMARY KEY, code text REFERENCES note (code) ON DELETE CASCADE);
                        INSERT INTO note SELECT person_id, person_id, 1, 'c' || person_id FROM two
                        """,
                table("overwrite", "key: [id], users: [owner], children: [detail]"))) {
            products.transfer(ANNA_TO_TOM, 1);
            products.execute(products.qm(), "INSERT INTO note SELECT 100, person_id, 1, 'late' FROM two WHERE anna");
            products.execute(products.qm(), "INSERT INTO detail VALUES (100, 'late')");

            Products.assertAllDone(
                    products.run(List.of(products.verification(ANNA_TO_TOM, List.of(), new DataTypeName("note")))));
            assertThat(rows(products)).containsExactly("1 of tom");
            assertThat(products.texts("SELECT d::text FROM detail d")).isEmpty();
        }
    }

    @Test
    void keepTheSourcesRowOnlyIfItIsKnownToBeNewer() throws Exception {
        keepsWhatStays(
                "keep: newest, by: saved",
                """
                (1, '', 2, '', 1, 'anna'), (2, '', 1, '', 1, 'tom'), (3, '', NULL, '', 1, 'tom'),
                (4, '', 1, '', NULL, 'tom'), (5, '', NULL, '', NULL, 'tom')
                """);
    }

    @Test
    void keepTheSourcesRowOnlyIfItIsKnownToBeFurther() throws Exception {
        keepsWhatStays(
                "keep: most-advanced, by: stage, ranking: [draft, signed], newest: saved",
                """
                (1, 'signed', 1, 'draft', 2, 'anna'), (2, 'signed', 2, 'signed', 1, 'anna'),
                (3, 'signed', 1, 'signed', 1, 'tom'), (4, 'signed', NULL, 'signed', 1, 'tom'),
                (5, 'draft', 2, 'signed', 1, 'tom'), (6, 'odd', 2, 'draft', 1, 'tom'),
                (7, NULL, 2, 'draft', 1, 'tom'), (8, 'draft', 1, 'odd', 2, 'anna'), (9, 'draft', 1, NULL, 2, 'anna')
                """);
    }

    /**
     * @param topics {@code (topic, stage, saved)} of the source's row, {@code (stage, saved)} of the target's, whose
     *     stays
     */
    private static void keepsWhatStays(String rule, String topics) throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id text PRIMARY KEY, owner bigint, topic int, stage text, saved int,
                            stays text, UNIQUE (owner, topic));
                        INSERT INTO note
                        SELECT CASE WHEN anna THEN 'anna' ELSE 'tom' END || topic, person_id, topic,
                               CASE WHEN anna THEN v.stage ELSE stage_of_tom END,
                               CASE WHEN anna THEN v.saved ELSE saved_of_tom END, v.stays || topic
                        FROM two, (VALUES %s) AS v(topic, stage, saved, stage_of_tom, saved_of_tom, stays)
                        """
                                .formatted(topics),
                table(
                        "combine",
                        "key: [id], users: [owner], rules: {one: {unique: [owner, topic], %s}}".formatted(rule)))) {
            var stays = products.texts("SELECT DISTINCT stays FROM note ORDER BY 1");

            Products.assertAllDone(products.transfer(ANNA_TO_TOM, 1));

            assertThat(products.texts("SELECT id FROM note ORDER BY 1")).isEqualTo(stays);
        }
    }

    private static String table(String strategy, String table) {
        return "note: {product: qm, strategy: %s, tables: {note: {%s}}}".formatted(strategy, table);
    }

    private static void movesAndTakesBack(Products products, String after) {
        products.takesBack(
                ANNA_TO_TOM,
                "SELECT n::text FROM note n ORDER BY 1",
                () -> assertThat(rows(products)).containsExactly(after));
    }

    private static List<String> rows(Products products) {
        return products.texts(
                """
                SELECT count(*) || CASE WHEN anna THEN ' of anna' ELSE ' of tom' END
                FROM note JOIN two ON owner = person_id GROUP BY anna ORDER BY anna
                """);
    }
}
