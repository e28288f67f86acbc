package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.local.LocalPostgres;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.products.ProductSettings;
import org.userdatatransfer.worker.products.ProductSettings.Connection;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;

/** One large data type through the engine alone, beside the bare statements for the same rows. */
final class TypeBenchmark implements Benchmark {

    private static final UserPair PAIR = new UserPair("type-source", "type-target");

    private record Type(String name, String product, String table, String fill) {}

    private static final List<Type> TYPES = List.of(
            new Type(
                    "ccr",
                    "qm",
                    "ccr",
                    """
                    insert into ccr (acd_server, acd_call_id, leg, person_id, inbound, started_at, duration_seconds)
                    select 'acd-' || n %% 4, %1$d || '-' || n, 1, %1$d, true, now() - n * interval '5 minutes', n %% 900
                    from generate_series(1, %2$d) n
                    """),
            new Type(
                    "wfo-audit-event",
                    "qm",
                    "wfo_audit_event",
                    """
                    insert into wfo_audit_event (actor_id, event_type, occurred_at)
                    select %1$d, 'event-' || n %% 40, now() - n * interval '3 minutes'
                    from generate_series(1, %2$d) n
                    """),
            new Type(
                    "historical-activity",
                    "wfm",
                    "historical_activity",
                    """
                    insert into historical_activity (agent_id, starts_at, activity_id, seconds)
                    select %1$d, timestamptz '2026-10-01 00:00Z' - n * interval '4 minutes', 1 + n %% 25, n %% 200
                    from generate_series(1, %2$d) n
                    """));

    @Override
    public String name() {
        return "type";
    }

    @Override
    public List<Figure> run(Servers servers) {
        servers.createTemplate(
                "type",
                Stream.of(PAIR.source(), PAIR.target())
                        .map(user -> "select demo.add_user('%s', '%s', '%2$s')".formatted(UserPair.TENANT, user))
                        .toList());
        var rows = servers.settings().heavyRows();
        try (var template = new Installation(servers, "type")) {
            TYPES.forEach(type -> Stream.of(PAIR.source(), PAIR.target()).forEach(user -> {
                var id = users(template, type).id(user);
                servers.jdbc(database(template, type)).sql(type.fill().formatted(id, rows)).update();
            }));
            Stream.of(template.qm(), template.wfm())
                    .forEach(database -> servers.jdbc(database).sql("vacuum analyze").update());
            try (var ours = Installation.copyOf(servers, "type", "type_ours");
                    var bare = Installation.copyOf(servers, "type", "type_bare")) {
                return measure(ours, bare, rows);
            }
        }
    }

    private static List<Figure> measure(Installation ours, Installation bare, int rows) {
        var figures = new ArrayList<Figure>();
        var before = Conservation.before(ours);
        var engine = engine(ours);
        ours.settle();
        for (var type : TYPES) {
            bare.settle();
            var byScript = new ScriptRun(bare)
                    .transfer(
                            database(bare, type),
                            (type.product().equals("qm") ? Script.QM : Script.WFM).of(List.of(type.table())),
                            users(bare, type),
                            PAIR);
            var byEngine = engine.get(type.name());
            figures.add(Figure.of(
                    "type: %s through the engine, over bare SQL".formatted(type.name()),
                    "s",
                    byEngine.toNanos() / 1e9,
                    byScript.toNanos() / 1e9,
                    "<= 1.2",
                    Map.of("rows of each user", rows)));
        }
        before.check(List.of(PAIR));
        before.checkSame(bare);
        return figures;
    }

    /** How long each type takes, in slices, each a transaction. */
    private static Map<String, Duration> engine(Installation installation) {
        var took = new LinkedHashMap<String, Duration>();
        var settings = new ProductSettings(
                Map.of(
                        "qm", connection(installation, installation.qm()),
                        "wfm", connection(installation, installation.wfm())),
                Duration.ofDays(60));
        try (var databases = new ProductDatabases(settings)) {
            var schemas = new TreeMap<Product, ProductSchema>();
            databases.all().forEach(database -> schemas.put(database.product(), SchemaReader.read(database.jdbc())));
            var live = LiveCatalogue.of(Catalogues.shipped(), schemas);
            for (var type : TYPES) {
                var product = new Product(type.product());
                var database = databases.get(product);
                var engine = new TransferEngine(
                        database, live.catalogue(), live.schema(product), new EngineSettings(100_000, 100_000, 100, 2));
                var users = users(installation, type);
                var pair = new Handover(
                        new TransferId(UUID.randomUUID()),
                        1,
                        Long.toString(users.id(PAIR.source())),
                        Long.toString(users.id(PAIR.target())),
                        PAIR.source(),
                        false);
                var name = new DataTypeName(type.name());
                var work = new LinkedHashMap<DataTypeName, List<Handover>>(Map.of(name, List.of(pair)));
                installation.settle();
                var begin = System.nanoTime();
                var progress = database.inTransaction(
                        () -> engine.transfer(work).get(name).get(pair.transfer()));
                while (progress.goesOn()) {
                    var last = progress;
                    progress = database.inTransaction(() -> engine.transferNext(name, pair, last));
                }
                took.put(type.name(), Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return took;
    }

    private static Connection connection(Installation installation, String database) {
        return new Connection(
                installation.servers().url(database),
                LocalPostgres.USER,
                LocalPostgres.PASSWORD,
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120));
    }

    private static String database(Installation installation, Type type) {
        return type.product().equals("qm") ? installation.qm() : installation.wfm();
    }

    private static ProductUserIds users(Installation installation, Type type) {
        return type.product().equals("qm") ? ProductUserIds.qm(installation) : ProductUserIds.wfm(installation);
    }
}
