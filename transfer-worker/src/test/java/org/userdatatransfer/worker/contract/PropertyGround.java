package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.TestDatabase;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.Unrestored;

/** A database on which many random transfers are played, one after the other. */
final class PropertyGround implements AutoCloseable {

    private static final int UNSLICED = 50_000;

    private static final String NOBODY_HAS_ANYTHING =
            """
            DO $$ BEGIN
                EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
                         WHERE schemaname = 'public'
                           AND tablename NOT IN ('person', 'person_account', 'team', 'agent', 'agent_account'));
            END $$
            """;

    private final RandomCase kind;
    private final TestDatabase database;
    private final HikariDataSource connections = new HikariDataSource();
    private final JdbcClient jdbc;
    private final List<Long> users;
    private final Set<DataTypeName> types;

    PropertyGround(RandomCase kind) {
        this.kind = kind;
        this.database = kind.product.copy();
        connections.setDataSource(database.dataSource());
        connections.setMaximumPoolSize(2);
        this.jdbc = JdbcClient.create(connections);
        jdbc.sql(NOBODY_HAS_ANYTHING).update();
        this.users = RandomCase.users(kind.product.users).stream()
                .map(user -> jdbc.sql("SELECT demo.user_id(:tenant, :user)")
                        .param("tenant", kind.product.tenant)
                        .param("user", user)
                        .query(Long.class)
                        .single())
                .toList();
        this.types = kind.types.stream().map(DataTypeName::new).collect(Collectors.toSet());
    }

    void play(Random random) {
        kind.fill(jdbc, users, random);
        var stage = stage(random);
        var previewed = stage.preview();
        var transferred = stage.transfer(1);
        stage.tells(transferred);
        assertThat(tallies(previewed)).isEqualTo(tallies(transferred));
        var after = rows();
        assertThatRows(after).writtenBetween(stage.opened(), Instant.now()).areAsIn(only(stage.expected().after()));

        kind.tamper(jdbc, users, random);
        var edited = rows();
        var results = stage.undo(2);
        assertThat(results).containsOnlyKeys(types).allSatisfy((type, result) -> {
            assertThat(result.tally().conserved()).as("%s", result).isTrue();
            assertThat(result.tally().live()).as("%s", result).isZero();
        });
        isUndone(stage, after, edited, unrestored(results.values()));
    }

    private static Map<DataTypeName, Tally> tallies(Map<DataTypeName, DataTypeResult> results) {
        return results.values().stream().collect(Collectors.toMap(DataTypeResult::dataType, DataTypeResult::tally));
    }

    private Stage stage(Random random) {
        var users = random.nextInt(4) == 0 ? kind.product.users.reversed() : kind.product.users;
        return new Stage(
                kind.product,
                users,
                types,
                random.nextBoolean() ? UNSLICED : 1 + random.nextInt(4),
                database,
                connections);
    }

    private static Set<Unrestored> unrestored(Iterable<DataTypeResult> results) {
        var unrestored = new LinkedHashSet<Unrestored>();
        results.forEach(result -> unrestored.addAll(result.unrestored()));
        return unrestored;
    }

    private void isUndone(Stage stage, DatabaseRows after, DatabaseRows edited, Set<Unrestored> unrestored) {
        var before = stage.expected().before();
        var overwritten =
                kind.product.live().catalogue().type(types.iterator().next()).strategy() == Strategy.OVERWRITE;
        var moments = new Moments(stage.pair(), overwritten, only(before), after, edited, rows());
        var models = kind.tables.stream()
                .map(table -> new UndoModel(table, moments, new Trial(connections)))
                .toList();
        assertThat(models).flatExtracting(UndoModel::problems).isEmpty();
        var listed = models.stream().flatMap(model -> model.listed().stream()).toList();
        assertThat(listed).allSatisfy(entry -> assertThat(unrestored).anyMatch(entry::is));
        assertThat(unrestored).allSatisfy(entry -> assertThat(listed).anyMatch(expected -> expected.is(entry)));
    }

    private DatabaseRows rows() {
        return DatabaseRows.read(connections, kind.product.schemas, kind.tables::contains);
    }

    private DatabaseRows only(DatabaseRows rows) {
        return rows.only(Set.copyOf(kind.tables));
    }

    @Override
    public void close() {
        connections.close();
        database.close();
    }
}
