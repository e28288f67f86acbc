package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.userdatatransfer.worker.contract.TestProduct.Users;
import org.userdatatransfer.worker.directory.ProductEngines;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.ExpectedTransfer;
import org.userdatatransfer.worker.oracle.TestDatabase;
import org.userdatatransfer.worker.products.ProductDatabase;
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
    private final TransferId transfer = new TransferId(UUID.randomUUID());
    private final Instant opened = Instant.now();
    private final ExpectedTransfer expected;
    private final Set<String> changing;
    private final SubTaskRunner runner;

    Stage(TestProduct product, Users users, Set<DataTypeName> types) {
        this.product = product;
        this.users = users;
        this.types = types;
        this.database = product.copy();
        this.expected = product.expected(rows(), users, types);
        this.changing = expected.after().differencesFrom(expected.before()).keySet();
        this.runner = runner(dataSource -> dataSource);
    }

    TestDatabase database() {
        return database;
    }

    ExpectedTransfer expected() {
        return expected;
    }

    /** Another worker of the same database, whose connections are tampered with. */
    SubTaskRunner runner(UnaryOperator<DataSource> tampered) {
        var databases = List.of(new ProductDatabase(product.product(), tampered.apply(database.dataSource())));
        return SubTaskRunners.of(
                product.live().catalogue(),
                databases,
                ProductEngines.of(product.live(), databases, new EngineSettings(50_000)),
                Runnable::run);
    }

    DatabaseRows rows() {
        return DatabaseRows.read(database.dataSource(), product.schemas);
    }

    List<SubTask> commands(SubTaskAction action, int epoch) {
        return product.live().catalogue().types(product.product()).stream()
                .filter(type -> types.contains(type.name()))
                .map(type -> new SubTask(
                        transfer,
                        new TenantId(product.tenant),
                        new UserId(users.source()),
                        new UserId(users.target()),
                        epoch,
                        action,
                        0,
                        product.product(),
                        List.of(type.name()),
                        WhenSourceEmpty.KEEP_TARGET))
                .toList();
    }

    Map<DataTypeName, DataTypeResult> transfer(int epoch) {
        return run(runner, SubTaskAction.TRANSFER, epoch);
    }

    Map<DataTypeName, DataTypeResult> undo(int epoch) {
        return run(runner, SubTaskAction.COMPENSATE, epoch);
    }

    Map<DataTypeName, DataTypeResult> run(SubTaskRunner by, SubTaskAction action, int epoch) {
        var results = new LinkedHashMap<DataTypeName, DataTypeResult>();
        by.run(commands(action, epoch)).reports().stream()
                .flatMap(report -> report.results().stream())
                .forEach(result -> results.put(result.dataType(), result));
        return results;
    }

    /** A quick look at the tables that a transfer changes. */
    void isUntouchedWhereItMatters() {
        assertThatRows(changingTables()).areAsIn(only(expected.before()));
    }

    /** A quick look at the tables that a transfer changes. */
    void isTransferredWhereItMatters() {
        assertThatRows(changingTables()).writtenBetween(opened, Instant.now()).areAsIn(only(expected.after()));
    }

    /** A quick look at the tables that a transfer changes. */
    void isUndoneWhereItMatters() {
        assertThatRows(changingTables()).areAsIn(only(expected.undone()));
    }

    private DatabaseRows changingTables() {
        return DatabaseRows.read(database.dataSource(), product.schemas, changing::contains);
    }

    private DatabaseRows only(DatabaseRows rows) {
        return rows.only(changing);
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

    @Override
    public void close() {
        database.close();
    }
}
