package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
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
