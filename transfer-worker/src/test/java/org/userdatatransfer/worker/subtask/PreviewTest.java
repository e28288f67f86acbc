package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;
import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.Tally;

@Execution(ExecutionMode.CONCURRENT)
class PreviewTest {

    private final Sample sample = Sample.annaToTom();

    /** The product has been migrated beside us. */
    @Test
    void holdsUpNobodyIfItCannotBe() throws Exception {
        try (var products = Products.reference()) {
            products.execute(products.qm(), "ALTER TABLE contact_goal RENAME owner_id TO owner");

            var results = products.runner
                    .run(List.of(
                            products.command(
                                    Sample.annaToTom(), SubTaskAction.PREVIEW, 1, new DataTypeName("contact-goal")),
                            products.command(
                                    Sample.between("bea", "carl"),
                                    SubTaskAction.TRANSFER,
                                    1,
                                    new DataTypeName("ccr"))))
                    .reports()
                    .stream()
                    .flatMap(report -> report.results().stream())
                    .toList();

            assertThat(results)
                    .extracting(DataTypeResult::outcome)
                    .containsExactlyInAnyOrder(DataTypeOutcome.FAILED, DataTypeOutcome.DONE);
        }
    }

    @Test
    void saysWhatTheTransferThenDoesAndChangesNothing() throws Exception {
        try (var products = Products.reference()) {
            var qm = DatabaseRows.read(products.qm());
            var wfm = DatabaseRows.read(products.wfm());

            var preview = products.run(products.commands(sample, SubTaskAction.PREVIEW, 1));

            assertThatRows(DatabaseRows.read(products.qm())).areAsIn(qm);
            assertThatRows(DatabaseRows.read(products.wfm())).areAsIn(wfm);
            var done = products.transfer(sample, 1);
            assertThat(tallies(preview)).isEqualTo(tallies(done));
            assertThat(flags(preview)).containsAllEntriesOf(flags(done));
        }
    }

    @Test
    void keepsItsHashWhileRowsComeAndGoThatClashWithNothing() throws Exception {
        try (var products = Products.reference()) {
            var before = hashes(products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)));

            products.execute(products.qm(), """
                    insert into ccr (acd_server, acd_call_id, leg, person_id, inbound, started_at, duration_seconds)
                    select 'late', 'late', 1, person_id, true, now(), 1 from person_account
                    where suite_user_id = 'anna.leaver' and tenant_id = 'acme'
                    """);

            assertThat(hashes(products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)))).isEqualTo(before);
        }
    }

    @Test
    void changesTheHashOfJustTheTypeWhoseDecisionsChange() throws Exception {
        try (var products = Products.reference()) {
            var before = hashes(products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)));

            products.execute(products.qm(), """
                    update contact_goal set name = left(name, 70) || ' of Anna' where owner_id =
                        (select person_id from person_account
                         where suite_user_id = 'anna.leaver' and tenant_id = 'acme')
                    """);

            var after = hashes(products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)));
            assertThat(after.entrySet())
                    .filteredOn(e -> !e.getValue().equals(before.get(e.getKey())))
                    .extracting(e -> e.getKey().value())
                    .containsExactly("contact-goal");
        }
    }

    /**
     * Of a row that clashes with two, and of rows that clash in several keys, of which the first rule has removed one.
     */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"target, target", "source, target", "target, source", "source, source"})
    void saysOnceWhatBecomesOfARowThatClashesMoreThanOnce(String first, String second) throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE EXTENSION IF NOT EXISTS btree_gist;
                        CREATE TABLE booking (id int PRIMARY KEY, owner bigint, during int4range,
                                              EXCLUDE USING gist (owner WITH =, during WITH &&));
                        CREATE TABLE card (id int PRIMARY KEY, owner bigint, a int, b int, name text,
                                           UNIQUE (owner, a), UNIQUE (owner, b), UNIQUE (owner, name));
                        INSERT INTO booking SELECT v.id, person_id, v.during::int4range FROM two
                            JOIN (VALUES (true, 1, '[1,10)'), (false, 2, '[1,3)'), (false, 3, '[4,6)'),
                                         (true, 4, '[20,23)'), (true, 5, '[25,27)'), (false, 6, '[20,30)'))
                                  v(anna, id, during)
                              USING (anna);
                        INSERT INTO card SELECT v.id, person_id, v.a, v.b, v.name FROM two
                            JOIN (VALUES (true, 1, 1, 1, 'x'), (false, 2, 1, 2, 'y'), (false, 3, 3, 1, 'x'),
                                         (true, 4, 4, 2, 'y'), (true, 5, 5, 5, 'z'), (false, 6, 6, 6, 'z'))
                                  v(anna, id, a, b, name)
                              USING (anna);
                        CREATE TABLE booking_note (id serial PRIMARY KEY, booking int REFERENCES booking, author bigint);
                        CREATE TABLE card_note (id serial PRIMARY KEY, card int REFERENCES card, author bigint);
                        INSERT INTO booking_note (booking, author) SELECT id, person_id FROM booking, person_account;
                        INSERT INTO card_note (card, author) SELECT id, person_id FROM card, person_account
                        """,
                """
                booking:
                  product: qm
                  strategy: combine
                  tables:
                    booking: {key: [id], users: [owner], rules: {same-time: {unique: [owner, during], keep: %1$s}}}
                card:
                  product: qm
                  strategy: combine
                  tables:
                    card:
                      key: [id]
                      users: [owner]
                      rules:
                        a: {unique: [owner, a], keep: %1$s}
                        b: {unique: [owner, b], keep: %2$s}
                        name: {unique: [owner, name], rename: name}
                booking-note:
                  product: qm
                  strategy: combine
                  after: [booking]
                  tables:
                    booking_note: {key: [id], users: [author]}
                card-note:
                  product: qm
                  strategy: overwrite
                  after: [card]
                  tables:
                    card_note: {key: [id], users: [author]}
                """
                        .formatted(first, second))) {
            var preview = products.run(products.commands(sample, SubTaskAction.PREVIEW, 1));

            var done = products.transfer(sample, 1);
            assertThat(List.of("booking", "card")).map(DataTypeName::new).allSatisfy(type -> {
                assertThat(preview.get(type).tally()).isEqualTo(done.get(type).tally());
                assertThat(flags(done).get(type)).extracting(Flag::name).containsExactly("TAKEN_ALONG");
            });
            assertThat(flags(preview)).isEqualTo(flags(done));
        }
    }

    /** Link 1 hangs on two cards, of which each rule removes one; leaf 1 on twig 1, which its own type removes before. */
    @Test
    void countsARowOnceThatGoesWithOthersAndNoneThatIsGoneBefore() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE card (id int PRIMARY KEY, owner bigint, a int, b int,
                                           UNIQUE (owner, a), UNIQUE (owner, b));
                        CREATE TABLE link (id int PRIMARY KEY, one int REFERENCES card, two int REFERENCES card,
                                           author bigint);
                        INSERT INTO card SELECT v.id, person_id, v.a, v.b FROM two
                            JOIN (VALUES (true, 1, 1, 11), (false, 2, 1, 12), (true, 3, 3, 13), (false, 4, 4, 13))
                                 v(anna, id, a, b) USING (anna);
                        INSERT INTO link SELECT 1, 1, 3, person_id FROM two WHERE anna;
                        CREATE TABLE bough (id int PRIMARY KEY, owner bigint);
                        CREATE TABLE twig (id int PRIMARY KEY, bough int REFERENCES bough, owner bigint);
                        CREATE TABLE leaf (id int PRIMARY KEY, twig int REFERENCES twig, owner bigint);
                        INSERT INTO bough SELECT CASE WHEN anna THEN 2 ELSE 1 END, person_id FROM two;
                        INSERT INTO twig SELECT 1, 1, person_id FROM two WHERE NOT anna;
                        INSERT INTO twig SELECT 2, 2, person_id FROM two WHERE anna;
                        INSERT INTO leaf SELECT 1, 1, person_id FROM two WHERE anna
                        """,
                """
                card:
                  product: qm
                  strategy: combine
                  tables:
                    card:
                      key: [id]
                      users: [owner]
                      rules: {a: {unique: [owner, a], keep: target}, b: {unique: [owner, b], keep: target}}
                link: {product: qm, strategy: combine, after: [card], tables: {link: {key: [id], users: [author]}}}
                leaf: {product: qm, strategy: overwrite, tables: {leaf: {key: [id], users: [owner]}}}
                twig: {product: qm, strategy: overwrite, after: [leaf], tables: {twig: {key: [id], users: [owner]}}}
                bough:
                  product: qm
                  strategy: overwrite
                  after: [twig]
                  tables: {bough: {key: [id], users: [owner], flags: {REPLACED: {replaced: true}}}}
                """)) {
            var preview = products.run(products.commands(sample, SubTaskAction.PREVIEW, 1));
            var done = products.transfer(sample, 1);

            assertThat(flags(preview)).isEqualTo(flags(done));
            assertThat(flags(done))
                    .containsEntry(new DataTypeName("card"), List.of(new Flag("TAKEN_ALONG", 1, List.of())))
                    .containsEntry(new DataTypeName("twig"), List.of(new Flag("TAKEN_ALONG", 1, List.of())))
                    .containsEntry(new DataTypeName("bough"), List.of(new Flag("REPLACED", 1, List.of())));
        }
    }

    /** Rows are anna's and tom's by turns; each clashes with the next in a key of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"target", "source"})
    void knowsOfManyRulesWhatThoseBeforeEachHaveRemoved(String keep) throws Exception {
        var keys = IntStream.rangeClosed(11, 21).boxed().toList();
        try (var products = Products.custom(
                Products.TWO
                        + "CREATE TABLE card (id int PRIMARY KEY, owner bigint, %s);"
                                .formatted(join(keys, ", ", "k%1$s int, UNIQUE (owner, k%1$s)"::formatted))
                        + "INSERT INTO card SELECT n, person_id, %s FROM generate_series(11, 22) n JOIN two ON anna = (n %% 2 = 1)"
                                .formatted(join(
                                        keys, ", ", "CASE WHEN n IN (%1$s, %1$s + 1) THEN 0 ELSE n END"::formatted)),
                """
                card:
                  product: qm
                  strategy: combine
                  tables:
                    card:
                      key: [id]
                      users: [owner]
                      rules:
                """
                        + join(
                                keys,
                                "",
                                key -> "        k%1$s: {unique: [owner, k%1$s], keep: %2$s}\n".formatted(key, keep)))) {
            var preview = products.run(products.commands(sample, SubTaskAction.PREVIEW, 1));
            var done = products.transfer(sample, 1);

            assertThat(tallies(preview)).isEqualTo(tallies(done));
            assertThat(done.get(new DataTypeName("card")).tally().collapsed()).isEqualTo(6);
        }
    }

    /** They go as the target's, also where they name the source. */
    @Test
    void saysWhatBecomesOfRowsOfBothWhereTheyAreOverwritten() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE shift (id int PRIMARY KEY, agent bigint, planner bigint);
                WITH two AS (SELECT max(person_id) FILTER (WHERE suite_user_id = 'anna.leaver') AS anna,
                                    max(person_id) FILTER (WHERE suite_user_id = 'tom.taker') AS tom
                             FROM person_account WHERE tenant_id = 'acme')
                INSERT INTO shift SELECT 1, anna, anna FROM two UNION ALL SELECT 2, anna, tom FROM two
                UNION ALL SELECT 3, tom, anna FROM two UNION ALL SELECT 4, tom, tom FROM two
                UNION ALL SELECT 5, anna, NULL FROM two
                """,
                """
                shift:
                  product: qm
                  strategy: overwrite
                  tables:
                    shift:
                      key: [id]
                      users: [agent, planner]
                      flags:
                        SELF_PLANNED: {same-user: [agent, planner]}
                """)) {
            var preview = products.run(products.commands(sample, SubTaskAction.PREVIEW, 1));
            var done = products.transfer(sample, 1);

            assertThat(tallies(preview)).isEqualTo(tallies(done));
            assertThat(flags(preview)).isEqualTo(flags(done));
            assertThat(flags(done)).containsEntry(
                    new DataTypeName("shift"), List.of(new Flag("SELF_PLANNED", 1, List.of("[1]"))));
        }
    }

    private static Map<DataTypeName, Tally> tallies(Map<DataTypeName, DataTypeResult> results) {
        return results.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().tally()));
    }

    private static Map<DataTypeName, List<Flag>> flags(Map<DataTypeName, DataTypeResult> results) {
        return results.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().flags().stream()
                        .filter(f -> f.name().equals(f.name().toUpperCase(Locale.ROOT)))
                        .sorted(Comparator.comparing(Flag::name))
                        .toList()));
    }

    private static Map<DataTypeName, String> hashes(Map<DataTypeName, DataTypeResult> results) {
        return results.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().decisionHash().orElseThrow()));
    }
}
