package org.userdatatransfer.worker.products;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.local.LocalPostgres;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.oracle.TestDatabase;
import org.userdatatransfer.worker.products.ProductSettings.Connection;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;

/** Two workers in different places, and a database with habits of its own. */
@Isolated("sets the time zone of the JVM, which the driver tells the server")
class ProductConnectionsTest {

    private static final Product QM = new Product("qm");
    private static final Product WFM = new Product("wfm");

    private static final List<String> VALUES = List.of(
            "timestamptz '2026-07-01 12:00:00+00'",
            "timestamp '2026-07-01 12:00:00'",
            "date '2026-07-01'",
            "interval '1 year -2 days 3 hours'",
            "bytea '\\x00ff'",
            "0.1::double precision + 0.2::double precision",
            "1.5::numeric::money",
            "timestamp '2026-07-01 12:00:00' AT TIME ZONE current_setting('timezone')");

    @Test
    void seeTheSameTextsWhereverTheyAre() {
        try (var database = ReferenceDatabases.qm(ProductDatabases::migrate, "migrated")) {
            var before = texts(database, "UTC");
            database.execute(
                    "ALTER DATABASE %s SET intervalstyle = 'sql_standard'".formatted(database.name()),
                    "ALTER DATABASE %s SET bytea_output = 'escape'".formatted(database.name()),
                    "ALTER DATABASE %s SET timezone = 'Asia/Tokyo'".formatted(database.name()));

            assertThat(before).contains("2026-07-01 12:00:00+00");
            assertThat(texts(database, "Europe/Berlin")).isEqualTo(before);
            assertThat(texts(database, "America/St_Johns")).isEqualTo(before);
        }
    }

    @Test
    void readAndWriteTheSameInstantsWhereverTheyAre() {
        var noon = Instant.parse("2026-07-01T12:00:00Z");
        try (var database = ReferenceDatabases.qm(ProductDatabases::migrate, "migrated")) {
            in(database, "America/St_Johns", qm -> qm.jdbc()
                    .sql("CREATE TABLE moment AS SELECT CAST(:noon AS timestamptz) AS at")
                    .param("noon", Timestamp.from(noon))
                    .update());

            var read = in(database, "Europe/Berlin", qm -> qm.jdbc()
                    .sql("SELECT at FROM moment")
                    .query((row, n) -> List.of(
                            row.getTimestamp("at").toInstant(),
                            row.getObject("at", OffsetDateTime.class).toInstant()))
                    .single());

            assertThat(read).containsExactly(noon, noon);
        }
    }

    @Test
    void planAStatementOnce() {
        try (var database = ReferenceDatabases.qm(ProductDatabases::migrate, "migrated")) {
            var customPlans = in(database, "UTC", qm -> {
                IntStream.range(0, 10).forEach(n -> qm.jdbc()
                        .sql("SELECT count(*) FROM person_account WHERE suite_user_id = :name")
                        .param("name", "user-" + n)
                        .query(Long.class)
                        .single());
                return qm.jdbc()
                        .sql("SELECT custom_plans FROM pg_prepared_statements WHERE statement LIKE '%person_account%'")
                        .query(Integer.class)
                        .list();
            });

            assertThat(customPlans).containsExactly(0);
        }
    }

    /** The preview that was approved and the transfer's own must have the same hash. */
    @Test
    void decideTheSameWhereverTheyAre() {
        try (var databases = ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated")) {
            var database = databases.qmDatabase();
            database.execute("ALTER TABLE contact_goal_progress ALTER period_start TYPE timestamptz");
            var live = LiveCatalogue.of(
                    Catalogues.shipped(),
                    Map.of(
                            QM, SchemaReader.read(JdbcClient.create(databases.qm())),
                            WFM, SchemaReader.read(JdbcClient.create(databases.wfm()))));

            var berlin = in(database, "Europe/Berlin", qm -> decisionHash(qm, live));
            var utc = in(database, "UTC", qm -> decisionHash(qm, live));

            assertThat(utc).isEqualTo(berlin);
        }
    }

    private static List<String> texts(TestDatabase database, String zone) {
        return in(database, zone, qm -> VALUES.stream()
                .map(value -> qm.jdbc()
                        .sql("SELECT (%s)::text".formatted(value))
                        .query(String.class)
                        .single())
                .toList());
    }

    private static String decisionHash(ProductDatabase qm, LiveCatalogue live) {
        var type = new DataTypeName("contact-goal-progress");
        var engine = new TransferEngine(qm, live.catalogue(), live.schema(QM), new EngineSettings(100, 100, 100, 2));
        var transfer = new TransferId(UUID.randomUUID());
        var handover = new Handover(transfer, 1, user(qm, "anna.leaver"), user(qm, "tom.taker"), "anna.leaver", false);
        return engine.preview(type, List.of(handover)).get(transfer).decisionHash().orElseThrow();
    }

    private static String user(ProductDatabase qm, String name) {
        return qm.jdbc()
                .sql("SELECT person_id::text FROM person_account WHERE tenant_id = 'acme' AND suite_user_id = :name")
                .param("name", name)
                .query(String.class)
                .single();
    }

    private static <T> T in(TestDatabase database, String zone, Function<ProductDatabase, T> work) {
        var ours = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (var databases = new ProductDatabases(settings(database))) {
            return work.apply(databases.get(QM));
        } finally {
            TimeZone.setDefault(ours);
        }
    }

    private static ProductSettings settings(TestDatabase database) {
        var source = (PGSimpleDataSource) database.dataSource();
        var limit = Duration.ofSeconds(10);
        return new ProductSettings(
                Map.of(
                        "qm",
                        new Connection(
                                source.getURL(), LocalPostgres.USER, LocalPostgres.PASSWORD, 2, limit, limit, limit)),
                Duration.ofDays(60));
    }
}
