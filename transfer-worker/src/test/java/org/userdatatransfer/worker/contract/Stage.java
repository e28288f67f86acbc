package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.contract.TestProduct.Users;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.ExpectedTransfer;
import org.userdatatransfer.worker.oracle.TestDatabase;
import org.userdatatransfer.worker.oracle.UserPair;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.subtask.ProductEngines;
import org.userdatatransfer.worker.subtask.SubTaskMetrics;
import org.userdatatransfer.worker.subtask.SubTaskRun;
import org.userdatatransfer.worker.subtask.SubTaskRunner;
import org.userdatatransfer.worker.subtask.SubTaskRunners;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** One transfer of some data types in a database of its own, commanded as the coordinator would. */
final class Stage implements AutoCloseable {

    private final TestProduct product;
    private final Users users;
    private final Set<DataTypeName> types;
    private final TestDatabase database;
    private final DataSource connections;
    private final WhenSourceEmpty whenSourceEmpty;
    private final TransferId transfer = new TransferId(UUID.randomUUID());
    private final Instant opened = Instant.now();
    private final ExpectedTransfer expected;
    private static final int PIPELINED = 100;

    private final int sliceRows;
    private final Set<String> changing;
    private final SubTaskRunner runner;
    private final Map<UnaryOperator<DataSource>, Machinery> machineries = new ConcurrentHashMap<>();

    /** What workers have in common that only forget what they think of the database: it takes long to put together. */
    private record Machinery(ProductDatabase database, ProductEngines engines) {

        SubTaskRunner runner(TestProduct product) {
            return SubTaskRunners.of(
                    product.live().catalogue(),
                    List.of(database),
                    engines,
                    Runnable::run,
                    new SubTaskMetrics(new SimpleMeterRegistry()));
        }
    }

    /** @param sliceRows rows of one type from which on it is done in slices */
    Stage(TestProduct product, Users users, Set<DataTypeName> types, int sliceRows) {
        this(product, users, types, sliceRows, product.copy());
    }

    private Stage(
            TestProduct product, Users users, Set<DataTypeName> types, int sliceRows, TestDatabase database) {
        this(product, users, types, sliceRows, database, database.dataSource());
    }

    /** @param connections to a database that is used for more than this */
    Stage(
            TestProduct product,
            Users users,
            Set<DataTypeName> types,
            int sliceRows,
            TestDatabase database,
            DataSource connections) {
        this(product, users, types, sliceRows, database, connections, WhenSourceEmpty.KEEP_TARGET);
    }

    private Stage(
            TestProduct product,
            Users users,
            Set<DataTypeName> types,
            int sliceRows,
            TestDatabase database,
            DataSource connections,
            WhenSourceEmpty whenSourceEmpty) {
        this.connections = connections;
        this.whenSourceEmpty = whenSourceEmpty;
        this.product = product;
        this.users = users;
        this.types = types;
        this.sliceRows = sliceRows;
        this.database = database;
        this.expected = product.expected(rows(), users, types, whenSourceEmpty);
        this.changing = expected.after().differencesFrom(expected.before()).keySet();
        this.runner = machinery(dataSource -> dataSource, PIPELINED).runner(product);
    }

    /** A transfer whose request wants the literal reading of an overwrite from an empty source. */
    Stage wipingTarget() {
        return new Stage(product, users, types, sliceRows, database, connections, WhenSourceEmpty.WIPE_TARGET);
    }

    Users users() {
        return users;
    }

    Set<DataTypeName> types() {
        return types;
    }

    TestProduct product() {
        return product;
    }

    /** Another transfer in the same database, which goes with this one. */
    Stage another(Users users) {
        return new Stage(product, users, types, sliceRows, database);
    }

    TestDatabase database() {
        return database;
    }

    Instant opened() {
        return opened;
    }

    /** The two users as the product's rows name them. */
    UserPair pair() {
        return product.pair(expected.before(), users);
    }

    ExpectedTransfer expected() {
        return expected;
    }

    /** Another worker of the same database, whose connections are tampered with: between any two statements. */
    SubTaskRunner runner(UnaryOperator<DataSource> tampered) {
        return machineries.computeIfAbsent(tampered, t -> machinery(t, 0)).runner(product);
    }

    private Machinery machinery(UnaryOperator<DataSource> tampered, int pipelinedTransfers) {
        var database = new ProductDatabase(product.product(), tampered.apply(connections));
        var settings = new EngineSettings(sliceRows, sliceRows, pipelinedTransfers, 2);
        return new Machinery(database, ProductEngines.of(product.live(), List.of(database), settings));
    }

    DatabaseRows rows() {
        return DatabaseRows.read(connections, product.schemas);
    }

    /** The commands of an action as the coordinator sends them: together what waits for nothing else, then the rest. */
    List<List<SubTask>> rounds(SubTaskAction action, int epoch) {
        var rounds = new TreeMap<Integer, List<SubTask>>();
        product.live().catalogue().types(product.product()).stream()
                .filter(type -> types.contains(type.name()))
                .forEach(type -> rounds.computeIfAbsent(
                                action == SubTaskAction.TRANSFER ? depth(type) : -depth(type), d -> new ArrayList<>())
                        .add(command(type.name(), action, epoch)));
        return List.copyOf(rounds.values());
    }

    private int depth(DataType type) {
        return type.after().stream()
                .filter(types::contains)
                .mapToInt(before -> 1 + depth(product.live().catalogue().type(before)))
                .max()
                .orElse(0);
    }

    private SubTask command(DataTypeName type, SubTaskAction action, int epoch) {
        return command(List.of(type), action, epoch, 0);
    }

    private SubTask command(List<DataTypeName> types, SubTaskAction action, int epoch, int step) {
        return new SubTask(
                transfer,
                new TenantId(product.tenant),
                new UserId(users.source()),
                new UserId(users.target()),
                epoch,
                action,
                step,
                product.product(),
                types,
                whenSourceEmpty,
                List.of());
    }

    /** A round of VERIFY over all types, counted from 0. */
    List<SubTask> verification(int epoch, int round) {
        return List.of(command(
                List.copyOf(types), SubTaskAction.VERIFY, epoch, SubTask.FIRST_VERIFY_STEP + round));
    }

    /** What VERIFY moved, by type; of types without late rows it says nothing. */
    Map<DataTypeName, DataTypeResult> verify(int epoch, int round) {
        return runner.run(verification(epoch, round)).reports().stream()
                .flatMap(report -> report.results().stream())
                .collect(Collectors.toMap(DataTypeResult::dataType, result -> result));
    }

    Map<DataTypeName, DataTypeResult> preview() {
        return run(runner, SubTaskAction.PREVIEW, 1);
    }

    Map<DataTypeName, DataTypeResult> transfer(int epoch) {
        return run(runner, SubTaskAction.TRANSFER, epoch);
    }

    Map<DataTypeName, DataTypeResult> undo(int epoch) {
        return run(runner, SubTaskAction.COMPENSATE, epoch);
    }

    Map<DataTypeName, DataTypeResult> run(SubTaskRunner by, SubTaskAction action, int epoch) {
        return run(action, epoch, Integer.MAX_VALUE, by::run);
    }

    /** Carries an action out with all that follows from it, but hands over no more than some batches. */
    Map<DataTypeName, DataTypeResult> run(
            SubTaskAction action, int epoch, int mostBatches, Function<List<SubTask>, SubTaskRun> worker) {
        var results = new LinkedHashMap<DataTypeName, DataTypeResult>();
        var batches = 0;
        for (var round : rounds(action, epoch)) {
            for (var batch = round; !batch.isEmpty() && batches < mostBatches; batches++) {
                var run = worker.apply(batch);
                run.reports().stream()
                        .flatMap(report -> report.results().stream())
                        .forEach(result -> results.put(result.dataType(), result));
                batch = run.followUps();
            }
        }
        return results;
    }

    /** A quick look at the tables that a transfer changes. */
    void isUndoneWhereItMatters() {
        assertThatRows(changingTables()).areAsIn(expected.undone().only(changing));
    }

    /** The tables that a transfer changes, as they are now. */
    DatabaseRows changingTables() {
        return DatabaseRows.read(connections, product.schemas, changing::contains);
    }

    void isTransferred() {
        assertThatRows(rows()).writtenBetween(opened, Instant.now()).areAsIn(expected.after());
    }

    void isUntouched() {
        assertThatRows(rows()).areAsIn(expected.before());
    }

    void isUndone() {
        assertThatRows(rows()).areAsIn(expected.undone());
    }

    /** Every type done, or skipped because its table is absent, and counted as expected. */
    void tells(Map<DataTypeName, DataTypeResult> results) {
        assertThat(results).containsOnlyKeys(types);
        tellsSoFar(results);
    }

    /** The same of the data types that were done before somebody came in between. */
    void tellsSoFar(Map<DataTypeName, DataTypeResult> results) {
        assertThat(results).isNotEmpty();
        results.forEach((type, result) -> {
            if (expected.tallies().containsKey(type)) {
                assertThat(result.outcome()).as("%s", result).isEqualTo(DataTypeOutcome.DONE);
                assertThat(withoutChanged(result.tally()))
                        .as("tally of %s", type)
                        .isEqualTo(expected.tallies().get(type));
                assertThat(result.tally().conserved()).as("%s", result).isTrue();
            } else {
                assertThat(result.reason()).contains("TABLE_ABSENT");
            }
        });
    }

    /** Every type restored without exception. */
    void tellsOfNothingLost(Map<DataTypeName, DataTypeResult> results) {
        assertThat(results).containsOnlyKeys(types).allSatisfy((type, result) -> {
            assertThat(result.outcome()).as("%s", result).isIn(DataTypeOutcome.DONE, DataTypeOutcome.SKIPPED);
            assertThat(result.unrestored()).as("%s", result).isEmpty();
        });
    }

    private static Tally withoutChanged(Tally tally) {
        return new Tally(
                tally.sourceBefore(),
                tally.targetBefore(),
                tally.sourceAfter(),
                tally.targetAfter(),
                tally.archived(),
                tally.live(),
                tally.moved(),
                tally.collapsed(),
                0);
    }

    /** May be repeated. */
    @Override
    public void close() {
        database.close();
    }
}
