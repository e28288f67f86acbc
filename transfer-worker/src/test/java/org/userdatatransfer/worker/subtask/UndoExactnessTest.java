package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.SqlTable;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** An undo brings back what was there before, whatever the values are and wherever the worker runs. */
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

    @Test
    void takesASumBackToNothing() throws Exception {
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
                            FROM person_account WHERE suite_user_id IN ('anna.leaver', 'tom.taker') AND tenant_id = 'acme'
                            """)
                    .update();

            run(products, ANNA_TO_TOM, SubTaskAction.TRANSFER, 1, type);
            var undone = run(products, ANNA_TO_TOM, SubTaskAction.COMPENSATE, 2, type);

            assertThat(undone.unrestored()).isEmpty();
            assertThat(qm.sql("SELECT coalesce(achieved::text, 'null') FROM contact_goal_progress ORDER BY 1")
                            .query(String.class)
                            .list())
                    .containsExactly("5", "null");
        }
    }

    /** Quality Management with tables of its own and these data types alone. */
    private static Products custom(String tables, String types) {
        var databases = ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated");
        databases.qmDatabase().execute(tables);
        var catalogue = Catalogues.ofText(
                """
                user-data-transfer.catalogue:
                  products:
                    qm: {table: person_account, id: person_id}
                  types:
                """
                        + types.indent(4));
        return Products.of(catalogue, Map.of(Products.QM, databases.qm()), databases);
    }

    private static List<String> texts(Products products, String sql) {
        return JdbcClient.create(products.qm()).sql(sql).query(String.class).list();
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
        try (var products = custom(
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
                keyed: {title: K, product: qm, strategy: combine, tables: {keyed: {key: [k], users: [owner]}}}
                clashing:
                  title: C
                  product: qm
                  strategy: combine
                  tables:
                    clashing:
                      key: [k, owner]
                      users: [owner]
                      rules:
                        same: {unique: [k, owner], keep: target, merge: {n: sum}}
                imaged: {title: I, product: qm, strategy: overwrite, tables: {imaged: {key: [id], users: [owner]}}}
                """)) {
            var rows =
                    """
                    SELECT k::text FROM keyed k UNION ALL SELECT c::text FROM clashing c UNION ALL SELECT i::text FROM imaged i
                    ORDER BY 1
                    """;
            var before = texts(products, rows);

            assertThat(products.transfer(ANNA_TO_TOM, 1).values()).extracting(DataTypeResult::outcome).containsOnly(DataTypeOutcome.DONE);
            assertThat(texts(products, rows)).isNotEqualTo(before);
            assertThat(kinds(products, "keyed")).containsExactly("MOVED");
            var undone = products.undo(ANNA_TO_TOM, 2);

            assertThat(undone.values()).extracting(DataTypeResult::outcome).containsOnly(DataTypeOutcome.DONE);
            assertThat(undone.values()).flatExtracting(DataTypeResult::unrestored).isEmpty();
            assertThat(texts(products, rows)).isEqualTo(before);
        }
    }

    /** What the ledger says of the only row of a table, asked for by its key as text. */
    private static List<String> kinds(Products products, String table) {
        var key = texts(products, "SELECT k::text FROM " + table);
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
}
