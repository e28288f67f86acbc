package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.rowhistory.RowHistory;
import org.userdatatransfer.worker.rowhistory.RowStep;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.LedgerKind;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.Unrestored;

/** An undo brings back what was there before, whatever the values are and wherever the worker runs. */
@Execution(ExecutionMode.CONCURRENT)
class UndoExactnessTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();

    @Test
    void takesBackInAnotherTimeZone() throws Exception {
        try (var databases = ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated");
                var berlin = in(databases, "Europe/Berlin");
                var utc = in(databases, "UTC")) {
            var type = new DataTypeName("login-state");
            var qm = JdbcClient.create(databases.qm());
            qm.sql("DELETE FROM login_state").update();
            qm.sql(
                            """
                            INSERT INTO login_state (person_id, login_at, workstation)
                            SELECT person_id, '2026-01-01', 'w' FROM person_account
                            WHERE suite_user_id = 'anna.leaver' AND tenant_id = 'acme'
                            """)
                    .update();

            run(berlin, ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type);
            var undone = run(utc, ANNA_TO_TOM, SubTaskAction.COMPENSATE, 2, type);

            assertThat(undone.unrestored()).isEmpty();
            assertThat(qm.sql("SELECT count(*) FROM login_state WHERE logged_out_at IS NULL")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, null", "3, 3"})
    void takesASumBackToNothingOrToWhatHasBeenAddedSince(int added, String left) throws Exception {
        try (var products = Products.reference()) {
            var type = new DataTypeName("contact-goal-progress");
            var qm = JdbcClient.create(products.qm());
            qm.sql("ALTER TABLE contact_goal_progress ALTER achieved DROP NOT NULL").update();
            qm.sql("DELETE FROM contact_goal_progress").update();
            qm.sql(
                            """
                            INSERT INTO contact_goal_progress (goal_id, person_id, period_start, achieved)
                            SELECT (SELECT min(goal_id) FROM contact_goal), person_id, date '2026-01-01',
                                   CASE suite_user_id WHEN 'anna.leaver' THEN 5 END
                            FROM person_account
                            WHERE suite_user_id IN ('anna.leaver', 'tom.taker') AND tenant_id = 'acme'
                            """)
                    .update();

            run(products, ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type);
            qm.sql("UPDATE contact_goal_progress SET achieved = achieved + :added").param("added", added).update();
            var undone = run(products, ANNA_TO_TOM, SubTaskAction.COMPENSATE, 2, type);

            assertThat(undone.unrestored()).isEmpty();
            assertThat(products.texts("SELECT coalesce(achieved::text, 'null') FROM contact_goal_progress"))
                    .containsExactlyInAnyOrder("5", left);
        }
    }

    /** Of two merged columns there was nothing to add in one, which somebody has filled in since. */
    @Test
    void leavesWhatWasFilledInSinceWhereNothingWasAdded() throws Exception {
        try (var products = scores()) {
            products.transfer(ANNA_TO_TOM, 1);
            products.execute(products.qm(), "UPDATE score SET points = 4");
            products.undo(ANNA_TO_TOM, 2);

            assertThat(products.texts("SELECT concat_ws(' ', points, best) FROM score"))
                    .containsExactlyInAnyOrder("4 9", "11");
        }
    }

    @Test
    void leavesAndListsAMergedValueThatSomebodyHasChanged() throws Exception {
        try (var products = scores()) {
            products.transfer(ANNA_TO_TOM, 1);
            products.execute(products.qm(), "UPDATE score SET best = 20");
            var undone = products.undo(ANNA_TO_TOM, 2);

            assertThat(products.texts("SELECT best::text FROM score")).containsExactlyInAnyOrder("20", "11");
            assertThat(undone.get(new DataTypeName("score")).unrestored())
                    .extracting(Unrestored::reason)
                    .containsExactly("CHANGED");
        }
    }

    /** Dora's plan is of the same year as tom's, which gives way to anna's. */
    @Test
    void archivesTheChildrenOfTheRemovedRowsAlone() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE plan (year int, n int, owner bigint, PRIMARY KEY (year, n));
                CREATE TABLE step (id int PRIMARY KEY, year int, n int, FOREIGN KEY (year, n) REFERENCES plan);
                INSERT INTO plan VALUES (2031, 1, demo.user_id('acme', 'tom.taker')),
                                        (2031, 2, demo.user_id('acme', 'dora')),
                                        (2031, 3, demo.user_id('acme', 'anna.leaver'));
                INSERT INTO step SELECT n, year, n FROM plan
                """,
                """
                plan:
                  product: qm
                  strategy: overwrite
                  tables:
                    plan: {key: [year, n], users: [owner], children: [step]}
                """)) {
            products.transfer(ANNA_TO_TOM, 1);
            assertThat(products.texts("SELECT id::text FROM step ORDER BY 1")).containsExactly("2", "3");

            products.undo(ANNA_TO_TOM, 2);
            assertThat(products.texts("SELECT id::text FROM step ORDER BY 1")).containsExactly("1", "2", "3");
        }
    }

    /** What is checked at the commit only must not fail the whole undo for one row that cannot be put back. */
    @Test
    void listsARowThatADeferredForeignKeyForbids() throws Exception {
        try (var products = Products.reference()) {
            var type = new DataTypeName("contact-goal-person");
            var qm = JdbcClient.create(products.qm());
            qm.sql("DELETE FROM contact_goal_person").update();
            qm.sql(
                            """
                            ALTER TABLE contact_goal_person
                            ALTER CONSTRAINT contact_goal_person_goal_fk DEFERRABLE INITIALLY DEFERRED
                            """)
                    .update();
            qm.sql(
                            """
                            WITH g AS (
                                INSERT INTO contact_goal (owner_id, name, metric, target_value)
                                SELECT person_id, 'shared ' || i, 'm', 1 FROM person_account, generate_series(1, 2) i
                                WHERE suite_user_id = 'dora' AND tenant_id = 'acme' RETURNING goal_id)
                            INSERT INTO contact_goal_person (goal_id, person_id, role, quota)
                            SELECT goal_id, person_id, 'member', 1 FROM g, person_account
                            WHERE suite_user_id IN ('anna.leaver', 'tom.taker') AND tenant_id = 'acme'
                            """)
                    .update();

            run(products, ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type);
            qm.sql(
                            """
                            DELETE FROM contact_goal_person
                            WHERE goal_id = (SELECT goal_id FROM contact_goal WHERE name = 'shared 1')
                            """)
                    .update();
            qm.sql("DELETE FROM contact_goal WHERE name = 'shared 1'").update();
            var undone = run(products, ANNA_TO_TOM, SubTaskAction.COMPENSATE, 2, type);

            assertThat(undone.outcome()).as("%s", undone).isEqualTo(DataTypeOutcome.DONE);
            assertThat(undone.unrestored()).hasSize(1);
            assertThat(qm.sql("SELECT count(*) FROM contact_goal_person").query(Integer.class).single()).isEqualTo(2);
        }
    }

    @Test
    void listsARowWhoseKeyIsNoValueOfItsTypeAnyMore() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TYPE mark AS ENUM ('good', 'bad');
                        CREATE TABLE note (id int, kind mark, owner bigint, PRIMARY KEY (id, kind));
                        INSERT INTO note
                        SELECT CASE WHEN anna THEN 10 ELSE 0 END + i, CASE i WHEN 1 THEN 'bad' ELSE 'good' END::mark,
                               person_id
                        FROM two, generate_series(1, 4) i
                        """,
                """
                note: {product: qm, strategy: overwrite, tables: {note: {key: [id, kind], users: [owner]}}}
                """)) {
            products.transfer(ANNA_TO_TOM, 1);
            products.execute(products.qm(), "ALTER TYPE mark RENAME VALUE 'bad' TO 'worse'");

            var undone = products.restarted().undo(ANNA_TO_TOM, 2).get(new DataTypeName("note"));

            assertThat(undone.unrestored())
                    .containsExactlyInAnyOrder(
                            new Unrestored("public.note", "[1, \"bad\"]", "CLASHES"),
                            new Unrestored("public.note", "[11, \"bad\"]", "CLASHES"));
            assertThat(products.texts("SELECT count(*)::text FROM note WHERE kind = 'good'")).containsExactly("6");
        }
    }

    @Test
    void countsOnceWhatADeferredForeignKeyLetsBackInParts() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE place (id int PRIMARY KEY);
                INSERT INTO place SELECT generate_series(1, 8);
                CREATE TABLE node (id int PRIMARY KEY, owner bigint NOT NULL,
                                   place_id int REFERENCES place DEFERRABLE INITIALLY DEFERRED);
                INSERT INTO node SELECT i, demo.user_id('acme', 'tom.taker'), i FROM generate_series(1, 8) i;
                INSERT INTO node VALUES (100, demo.user_id('acme', 'anna.leaver'), 1)
                """,
                """
                node: {product: qm, strategy: overwrite, tables: {node: {key: [id], users: [owner]}}}
                """)) {
            products.transfer(ANNA_TO_TOM, 1);
            products.execute(products.qm(), "DELETE FROM place WHERE id = 8");

            var undone = products.undo(ANNA_TO_TOM, 2).get(new DataTypeName("node"));

            assertThat(undone.unrestored()).containsExactly(new Unrestored("public.node", "[8]", "CLASHES"));
            assertThat(undone.tally().archived()).isEqualTo(-7);
            assertThat(undone.rowsDone()).isEqualTo(8);
        }
    }

    /** Each may only be there with the other, and one comes back before the other. */
    @Test
    void takesBackRowsThatReferToEachOther() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE head (id int PRIMARY KEY, owner bigint NOT NULL, tail_id int NOT NULL);
                CREATE TABLE tail (id int PRIMARY KEY, owner bigint NOT NULL,
                                   head_id int NOT NULL REFERENCES head DEFERRABLE INITIALLY DEFERRED);
                ALTER TABLE head ADD FOREIGN KEY (tail_id) REFERENCES tail DEFERRABLE INITIALLY DEFERRED;
                WITH u AS (SELECT person_id, length(suite_user_id) AS id FROM person_account
                           WHERE tenant_id = 'acme' AND suite_user_id IN ('anna.leaver', 'tom.taker')),
                     h AS (INSERT INTO head SELECT id, person_id, id FROM u)
                INSERT INTO tail SELECT id, person_id, id FROM u
                """,
                """
                head: {product: qm, strategy: overwrite, tables: {head: {key: [id], users: [owner]}}}
                tail: {product: qm, strategy: overwrite, after: [head], tables: {tail: {key: [id], users: [owner]}}}
                """)) {
            var rows = "SELECT h::text || t::text FROM head h JOIN tail t ON t.id = h.tail_id ORDER BY 1";
            var before = products.texts(rows);

            products.transfer(ANNA_TO_TOM, 1);
            assertThat(products.texts(rows)).hasSize(1);
            var undone = products.undo(ANNA_TO_TOM, 2);

            assertThat(undone.values()).flatExtracting(DataTypeResult::unrestored).isEmpty();
            assertThat(products.texts(rows)).isEqualTo(before);
        }
    }

    /** The place of the third is gone; the first hangs on the second, which is put back after it. */
    @Test
    void takesBackARowThatNeedsALaterOneThoughAnotherIsForbidden() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE place (id int PRIMARY KEY);
                CREATE TABLE node (id int PRIMARY KEY, owner bigint NOT NULL, place_id int NOT NULL REFERENCES place,
                                   parent_id int REFERENCES node);
                INSERT INTO place VALUES (1), (2);
                INSERT INTO node SELECT v.id, person_id, v.place_id, v.parent_id
                FROM person_account
                JOIN (VALUES ('tom.taker', 1, 1, 2), ('tom.taker', 2, 1, NULL), ('tom.taker', 3, 2, NULL),
                             ('anna.leaver', 4, 1, NULL)) v(suite_user_id, id, place_id, parent_id)
                  USING (suite_user_id)
                WHERE tenant_id = 'acme'
                """,
                """
                node: {product: qm, strategy: overwrite, tables: {node: {key: [id], users: [owner]}}}
                """)) {
            products.transfer(ANNA_TO_TOM, 1);
            products.execute(products.qm(), "DELETE FROM place WHERE id = 2");
            var undone = products.undo(ANNA_TO_TOM, 2);

            assertThat(undone.get(new DataTypeName("node")).unrestored())
                    .containsExactly(new Unrestored("public.node", "[3]", "CLASHES"));
            assertThat(products.texts("SELECT id::text FROM node ORDER BY 1")).containsExactly("1", "2", "4");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            int[] | '{1,2}'
            text[] | '{a,"b c"}'
            mood | 'so so'
            small | 7
            bytea | '\\xdeadbeef'
            citext | 'Äb'
            numeric | 1.50
            double precision | 0.1
            timestamptz | '2026-01-01 10:00:00.123456+02'
            timetz | '10:00:00+02'
            interval | '1 mon -1 day'
            uuid | '00000000-0000-0000-0000-000000000001'
            inet | '10.0.0.1/8'
            bit(3) | B'101'
            int4range | '[1,5)'
            jsonb | '"a"'
            jsonb | '{"a": [1]}'
            char(5) | 'ab'
            money | 1.5
            boolean | true
            date | '0044-03-15 BC'
            pair | '(1,x)'
            """)
    void takesBackWhateverTheTypeOfTheKey(String type, String value) throws Exception {
        try (var products = Products.custom(
                """
                CREATE EXTENSION IF NOT EXISTS citext;
                CREATE TYPE mood AS ENUM ('so so', 'well');
                CREATE DOMAIN small AS integer CHECK (value < 100);
                CREATE TYPE pair AS (a int, b text);
                CREATE TABLE keyed (k %1$s PRIMARY KEY, owner bigint NOT NULL);
                CREATE TABLE clashing (k %1$s, owner bigint, n int, UNIQUE (k, owner));
                CREATE TABLE imaged (id int PRIMARY KEY, owner bigint NOT NULL, k %1$s, n int);
                CREATE VIEW two AS SELECT * FROM person_account
                    WHERE tenant_id = 'acme' AND suite_user_id IN ('anna.leaver', 'tom.taker');
                INSERT INTO keyed SELECT %2$s, person_id FROM two WHERE suite_user_id = 'anna.leaver';
                INSERT INTO clashing SELECT %2$s, person_id, 1 FROM two;
                INSERT INTO imaged SELECT person_id, person_id, %2$s, 1 FROM two
                """
                        .formatted(type, value),
                """
                keyed: {product: qm, strategy: combine, tables: {keyed: {key: [k], users: [owner]}}}
                clashing:
                  product: qm
                  strategy: combine
                  tables:
                    clashing:
                      key: [k, owner]
                      users: [owner]
                      rules:
                        same: {unique: [k, owner], keep: target, merge: {n: sum}}
                imaged: {product: qm, strategy: overwrite, tables: {imaged: {key: [id], users: [owner]}}}
                """)) {
            var rows =
                    """
                    SELECT k::text FROM keyed k
                    UNION ALL SELECT c::text FROM clashing c
                    UNION ALL SELECT i::text FROM imaged i
                    ORDER BY 1
                    """;
            var before = products.texts(rows);

            assertThat(products.transfer(ANNA_TO_TOM, 1).values())
                    .extracting(DataTypeResult::outcome)
                    .containsOnly(DataTypeOutcome.DONE);
            assertThat(products.texts(rows)).isNotEqualTo(before);
            assertThat(kinds(products, "keyed")).containsExactly(LedgerKind.MOVED);
            var undone = products.undo(ANNA_TO_TOM, 2);

            assertThat(undone.values()).extracting(DataTypeResult::outcome).containsOnly(DataTypeOutcome.DONE);
            assertThat(undone.values()).flatExtracting(DataTypeResult::unrestored).isEmpty();
            assertThat(products.texts(rows)).isEqualTo(before);
        }
    }

    @Test
    void takesBackRowsThoughTheirKeyIsOfAnotherTypeNow() throws Exception {
        try (var products = Products.custom(
                """
                CREATE TABLE note (id int PRIMARY KEY, owner bigint NOT NULL);
                INSERT INTO note SELECT i, person_id FROM person_account, generate_series(1, 2) i
                WHERE suite_user_id = 'anna.leaver' AND tenant_id = 'acme'
                """,
                "note: {product: qm, strategy: combine, tables: {note: {key: [id], users: [owner]}}}")) {
            products.takesBack(
                    ANNA_TO_TOM,
                    "SELECT n::text FROM note n ORDER BY 1",
                    () -> products.execute(products.qm(), "ALTER TABLE note ALTER id TYPE text"));
        }
    }

    /** A trigger has changed them on their way back. */
    @Test
    void knowsRowsAgainByAUniqueKeyWhereThereIsNoPrimaryKey() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id bigint NOT NULL UNIQUE, owner bigint NOT NULL, changed timestamptz);
                        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
                            $$ BEGIN new.changed := clock_timestamp(); RETURN new; END $$;
                        CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON note FOR EACH ROW EXECUTE FUNCTION touch();
                        INSERT INTO note SELECT person_id, person_id FROM two
                        """,
                "note: {product: qm, strategy: overwrite, tables: {note: {key: [id], users: [owner]}}}")) {
            products.takesBack(ANNA_TO_TOM, "SELECT id || ': ' || owner FROM note ORDER BY 1", () -> {});
        }
    }

    @Test
    void takesBackRowsOfManyColumnsWithoutAKey() throws Exception {
        var columns = IntStream.range(0, 120).mapToObj(i -> ", c%d int".formatted(i)).collect(Collectors.joining());
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id bigint PRIMARY KEY, owner bigint NOT NULL);
                        CREATE TABLE detail (note_id bigint REFERENCES note ON DELETE CASCADE%s);
                        INSERT INTO note SELECT person_id, person_id FROM two;
                        INSERT INTO detail SELECT id, i FROM note, generate_series(1, 2) i
                        """
                                .formatted(columns),
                "note: {product: qm, strategy: overwrite, "
                        + "tables: {note: {key: [id], users: [owner], children: [detail]}}}")) {
            var details = "SELECT d::text FROM detail d ORDER BY 1";

            products.takesBack(ANNA_TO_TOM, details, () -> assertThat(products.texts(details)).hasSize(2));
        }
    }

    @Test
    void takesBackSumsToTheDigit() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE total (id int, owner bigint, hours double precision, price numeric,
                            PRIMARY KEY (id, owner));
                        INSERT INTO total SELECT i, person_id, i * CASE WHEN anna THEN 0.7 ELSE 0.1 END,
                                                               CASE WHEN anna THEN 1.25 ELSE 1.5 END
                        FROM two, generate_series(1, 20) i
                        """,
                """
                total:
                  product: qm
                  strategy: combine
                  tables:
                    total:
                      key: [id, owner]
                      users: [owner]
                      rules:
                        same: {unique: [id, owner], keep: target, merge: {hours: sum, price: sum}}
                """)) {
            products.takesBack(ANNA_TO_TOM, "SELECT t::text FROM total t ORDER BY 1", () -> {});
        }
    }

    @Test
    void takesBackRowsThatOnlyAGeneratedColumnTellsApart() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int, owner bigint,
                            code int GENERATED ALWAYS AS (id * 2) STORED NOT NULL UNIQUE);
                        INSERT INTO note SELECT person_id, person_id FROM two
                        """,
                "note: {product: qm, strategy: overwrite, tables: {note: {key: [code], users: [owner]}}}")) {
            products.takesBack(ANNA_TO_TOM, "SELECT n::text FROM note n ORDER BY 1", () -> {});
        }
    }

    @Test
    void takesBackRowsThatOnlyAColumnFromLaterTellsApart() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int UNIQUE, owner bigint);
                        INSERT INTO note SELECT person_id, person_id FROM two
                        """,
                "note: {product: qm, strategy: overwrite, tables: {note: {key: [id], users: [owner]}}}")) {
            products.takesBack(
                    ANNA_TO_TOM,
                    "SELECT id || ': ' || owner FROM note ORDER BY 1",
                    () -> products.execute(
                            products.qm(), "ALTER TABLE note ADD no int GENERATED ALWAYS AS IDENTITY UNIQUE"));
        }
    }

    /** What the ledger says of the only row of a table, asked for by its key as text. */
    private static List<LedgerKind> kinds(Products products, String table) {
        var key = products.texts("SELECT k::text FROM " + table);
        return new RowHistory(products.live, List.of(new ProductDatabase(Products.QM, products.qm())))
                .of(ANNA_TO_TOM.id(), Products.QM, SqlTable.parse("public." + table), key).stream()
                        .map(RowStep::kind)
                        .toList();
    }

    private static Products in(ReferenceDatabases databases, String zone) {
        var sources = new LinkedHashMap<Product, DataSource>();
        sources.put(Products.QM, zoned(databases.qm(), zone));
        sources.put(Products.WFM, zoned(databases.wfm(), zone));
        return Products.of(Catalogues.shipped(), sources, () -> {});
    }

    private static DataSource zoned(DataSource source, String zone) {
        return new DelegatingDataSource(source) {
            @Override
            public Connection getConnection() throws SQLException {
                var connection = super.getConnection();
                try (var statement = connection.createStatement()) {
                    statement.execute("SET timezone = '" + zone + "'");
                }
                return connection;
            }
        };
    }

    private static DataTypeResult run(
            Products products, Sample sample, SubTaskAction action, int epoch, DataTypeName type) {
        return products.run(List.of(products.command(sample, action, epoch, type))).get(type);
    }

    /** Anna's best is 11, tom's 9, and neither has points. */
    private static Products scores() {
        return Products.custom(
                """
                CREATE TABLE score (k int, owner bigint, points int, best int, PRIMARY KEY (k, owner));
                INSERT INTO score SELECT 1, person_id, NULL, length(suite_user_id) FROM person_account
                WHERE tenant_id = 'acme' AND suite_user_id IN ('anna.leaver', 'tom.taker')
                """,
                """
                score:
                  product: qm
                  strategy: combine
                  tables:
                    score:
                      key: [k, owner]
                      users: [owner]
                      rules:
                        same: {unique: [k, owner], keep: target, merge: {points: sum, best: max}}
                """);
    }
}
