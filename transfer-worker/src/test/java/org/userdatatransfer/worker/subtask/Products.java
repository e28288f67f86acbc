package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.CatalogueProperties;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.check.Finding;
import org.userdatatransfer.worker.catalogue.check.SchemaCheck;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** Product databases with a runner on them, and commands as the coordinator would send them. */
final class Products implements AutoCloseable {

    static final Product QM = new Product("qm");
    static final Product WFM = new Product("wfm");

    /** The two users of {@link Sample#annaToTom}, for tables of one's own in Quality Management. */
    static final String TWO =
            """
            CREATE VIEW two AS SELECT person_id, suite_user_id = 'anna.leaver' AS anna FROM person_account
                WHERE tenant_id = 'acme' AND suite_user_id IN ('anna.leaver', 'tom.taker');
            """;

    private final AutoCloseable databases;
    private final CatalogueProperties catalogue;
    private final EngineSettings settings;
    final Map<Product, DataSource> dataSources;
    private final List<ProductDatabase> products = new ArrayList<>();
    final LiveCatalogue live;
    final SubTaskRunner runner;

    private Products(
            CatalogueProperties catalogue,
            Map<Product, DataSource> dataSources,
            EngineSettings settings,
            AutoCloseable databases) {
        this.databases = databases;
        this.catalogue = catalogue;
        this.settings = settings;
        this.dataSources = dataSources;
        var schemas = new LinkedHashMap<Product, ProductSchema>();
        dataSources.forEach((product, dataSource) -> {
            var database = new ProductDatabase(product, dataSource);
            products.add(database);
            schemas.put(product, SchemaReader.read(database.jdbc()));
        });
        live = LiveCatalogue.of(catalogue, schemas);
        runner = runner(Runnable::run);
    }

    /** @param executor of the shares of a batch, and of their lanes */
    SubTaskRunner runner(Executor executor) {
        return SubTaskRunners.of(
                live.catalogue(),
                products,
                ProductEngines.of(live, products, settings),
                executor,
                new SubTaskMetrics(new SimpleMeterRegistry()));
    }

    static Products reference() {
        return reference(new EngineSettings(50_000, 50_000, 100, 2));
    }

    static Products reference(EngineSettings settings) {
        return of(ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated"), settings);
    }

    static Products of(ReferenceDatabases databases, EngineSettings settings) {
        var dataSources = new LinkedHashMap<Product, DataSource>();
        dataSources.put(QM, databases.qm());
        dataSources.put(WFM, databases.wfm());
        return new Products(Catalogues.shipped(), dataSources, settings, databases);
    }

    /** Databases with a catalogue of their own. */
    static Products of(CatalogueProperties catalogue, Map<Product, DataSource> dataSources, AutoCloseable databases) {
        return new Products(catalogue, dataSources, new EngineSettings(50_000, 50_000, 100, 2), databases);
    }

    /** Quality Management with tables of its own and these data types alone. */
    static Products custom(String tables, String types) {
        return custom(tables, types, new EngineSettings(50_000, 50_000, 100, 2));
    }

    static Products custom(String tables, String types, EngineSettings settings) {
        var database = ReferenceDatabases.qm(ProductDatabases::migrate, "migrated");
        database.execute(tables);
        var catalogue = Catalogues.ofText(
                """
                user-data-transfer.catalogue:
                  products:
                    qm: {table: person_account, id: person_id}
                  types:
                """
                        + types.indent(4));
        return new Products(catalogue, Map.of(QM, database.dataSource()), settings, database);
    }

    /** For which errors a worker would refuse to start. */
    List<String> errors() {
        return SchemaCheck.findings(catalogue, live.schemas()).stream()
                .filter(Finding::isError)
                .map(Finding::toString)
                .toList();
    }

    /** A worker that starts now, on databases as they have become. */
    Products restarted() {
        return new Products(catalogue, dataSources, settings, () -> {});
    }

    /** A transfer of anna.leaver to tom.taker unless said otherwise. */
    record Sample(TransferId id, String source, String target) {

        static Sample annaToTom() {
            return between("anna.leaver", "tom.taker");
        }

        static Sample between(String source, String target) {
            return new Sample(new TransferId(UUID.randomUUID()), source, target);
        }
    }

    /** One command per data type, in the order of the catalogue. */
    List<SubTask> commands(Sample sample, SubTaskAction action, int epoch) {
        return live.catalogue().types().stream()
                .map(t -> command(sample, action, epoch, t.name()))
                .toList();
    }

    SubTask command(Sample sample, SubTaskAction action, int epoch, DataTypeName type) {
        return command(sample, action, epoch, type, List.of());
    }

    /** To be done once those it comes after are through. */
    SubTask command(
            Sample sample, SubTaskAction action, int epoch, DataTypeName type, List<DataTypeName> after) {
        return new SubTask(
                sample.id(),
                new TenantId("acme"),
                new UserId(sample.source()),
                new UserId(sample.target()),
                epoch,
                action,
                0,
                live.catalogue().type(type).product(),
                List.of(type),
                WhenSourceEmpty.KEEP_TARGET,
                after);
    }

    /** To be asked once its data types are done, or among those it comes after. */
    SubTask verification(Sample sample, List<DataTypeName> after, DataTypeName... types) {
        return new SubTask(
                sample.id(),
                new TenantId("acme"),
                new UserId(sample.source()),
                new UserId(sample.target()),
                1,
                SubTaskAction.VERIFY,
                SubTask.FIRST_VERIFY_STEP,
                live.catalogue().type(types[0]).product(),
                List.of(types),
                WhenSourceEmpty.KEEP_TARGET,
                after);
    }

    /** Sends commands as the coordinator would, a data type after those it waits for (backwards for an undo). */
    Map<DataTypeName, DataTypeResult> transfer(Sample sample, int epoch) {
        return inOrder(sample, SubTaskAction.TRANSFER, epoch, live.catalogue().types());
    }

    Map<DataTypeName, DataTypeResult> undo(Sample sample, int epoch) {
        return inOrder(sample, SubTaskAction.COMPENSATE, epoch, List.copyOf(live.catalogue().types()).reversed());
    }

    /** Types that wait for none together, then those that wait for these, one after the other. */
    private Map<DataTypeName, DataTypeResult> inOrder(
            Sample sample, SubTaskAction action, int epoch, Collection<DataType> order) {
        var waiting = order.stream().filter(t -> !t.after().isEmpty()).toList();
        var free = order.stream().filter(t -> t.after().isEmpty()).toList();
        var rounds = new ArrayList<List<DataType>>();
        waiting.forEach(t -> rounds.add(List.of(t)));
        rounds.add(action == SubTaskAction.TRANSFER ? 0 : rounds.size(), free);
        var results = new LinkedHashMap<DataTypeName, DataTypeResult>();
        for (var round : rounds) {
            results.putAll(run(round.stream()
                    .map(t -> command(sample, action, epoch, t.name()))
                    .toList()));
        }
        return results;
    }

    DataTypeResult run(Sample sample, SubTaskAction action, int epoch, DataTypeName type) {
        return run(List.of(command(sample, action, epoch, type))).get(type);
    }

    Map<DataTypeName, DataTypeResult> run(List<SubTask> commands) {
        var run = runner.run(commands);
        var results = results(run.reports().stream());
        while (!run.followUps().isEmpty()) {
            run = runner.run(run.followUps());
            results.putAll(results(run.reports().stream()));
        }
        return results;
    }

    static Map<DataTypeName, DataTypeResult> results(Stream<SubTaskReport> reports) {
        var results = new LinkedHashMap<DataTypeName, DataTypeResult>();
        reports.flatMap(r -> r.results().stream()).forEach(r -> results.put(r.dataType(), r));
        return results;
    }

    static Map<DataTypeName, DataTypeOutcome> outcomes(SubTaskReport report) {
        return report.results().stream().collect(Collectors.toMap(DataTypeResult::dataType, DataTypeResult::outcome));
    }

    /** Quality Management knows somebody else by tom.taker's suite id now. */
    void giveTomsAccountToDora() {
        execute(
                qm(),
                """
                UPDATE person_account SET person_id = (
                    SELECT person_id FROM person_account WHERE suite_user_id = 'dora' AND tenant_id = 'acme')
                WHERE suite_user_id = 'tom.taker' AND tenant_id = 'acme'
                """);
    }

    /**
     * A transfer of everything and its undo, by a worker that starts only then, leave what a query finds as it was.
     *
     * @param between what happens after the transfer
     */
    void takesBack(Sample sample, String query, Runnable between) {
        var before = texts(query);
        assertAllDone(transfer(sample, 1));
        between.run();
        assertAllDone(restarted().undo(sample, 2));
        assertThat(texts(query)).isEqualTo(before);
    }

    static void assertAllDone(Map<DataTypeName, DataTypeResult> results) {
        assertThat(results.values()).isNotEmpty().allSatisfy(result -> {
            assertThat(result.outcome()).as("%s", result).isEqualTo(DataTypeOutcome.DONE);
            assertThat(result.unrestored()).isEmpty();
        });
    }

    /** What a query of Quality Management finds, one text per row. */
    List<String> texts(String sql) {
        return JdbcClient.create(qm()).sql(sql).query(String.class).list();
    }

    /** Somebody else writes. */
    int execute(DataSource database, String sql) {
        return JdbcClient.create(database).sql(sql).update();
    }

    DataSource qm() {
        return dataSources.get(QM);
    }

    DataSource wfm() {
        return dataSources.get(WFM);
    }

    @Override
    public void close() throws Exception {
        databases.close();
    }
}
