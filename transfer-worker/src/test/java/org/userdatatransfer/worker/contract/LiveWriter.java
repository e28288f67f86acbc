package org.userdatatransfer.worker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.oracle.DatabaseRows;

/** Writes rows of all data types of a stage for a user, by repeating those of somebody else as far as keys allow. */
final class LiveWriter {

    private static final String COLUMNS =
            """
            SELECT quote_ident(attname) FROM pg_attribute a
            WHERE a.attrelid = to_regclass(:table) AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = ''
              AND NOT (a.atthasdef AND (a.attgenerated <> '' OR EXISTS (
                  SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))))
            ORDER BY a.attnum
            """;

    private final Stage stage;
    private final JdbcClient jdbc;

    LiveWriter(Stage stage) {
        this.stage = stage;
        this.jdbc = JdbcClient.create(stage.database().dataSource());
    }

    void repeatForSourceWhatTargetHas() {
        repeat(stage.pair().source(), "= '%s'".formatted(stage.pair().target()), 1_000);
    }

    void writeForSourceWhatOthersHave() {
        repeat(stage.pair().source(), "NOT IN ('%s', '%s')".formatted(stage.pair().source(), stage.pair().target()), 1_000);
    }

    private void repeat(String user, String whose, int most) {
        for (var type : types().toList()) {
            for (var table : type.tables()) {
                table.users().forEach(column -> repeat(table, column, user, whose, most));
            }
        }
    }

    private void repeat(UserTable table, SqlIdentifier user, String name, String whose, int most) {
        var columns = jdbc.sql(COLUMNS)
                .param("table", table.table().sql())
                .query(String.class)
                .list();
        var values = columns.stream()
                .map(column -> column.equals(user.sql()) || column.equals(user.name()) ? "'%s'".formatted(name) : "x." + column)
                .collect(Collectors.joining(", "));
        if (columns.isEmpty()) {
            return;
        }
        jdbc.sql("INSERT INTO %s (%s) SELECT %s FROM %1$s x WHERE x.%s %s ORDER BY x::text DESC LIMIT %d ON CONFLICT DO NOTHING"
                        .formatted(table.table().sql(), String.join(", ", columns), values, user.sql(), whose, most))
                .update();
    }

    private Stream<DataType> types() {
        return stage.types().stream().map(stage.product().live().catalogue()::type);
    }

    /** Combined with the target's rows, as rules say; of an overwritten type, beside them or, if they clash, nowhere. */
    void isCombined(DatabaseRows before, DatabaseRows after, Instant opened) {
        var combined = types()
                .filter(type -> type.strategy() == Strategy.COMBINE)
                .map(DataType::name)
                .collect(Collectors.toSet());
        var overwritten = types()
                .filter(type -> type.strategy() == Strategy.OVERWRITE)
                .flatMap(type -> type.tables().stream())
                .toList();
        var expected = stage.product().expected(before, stage.users(), combined).after();
        var others = new LinkedHashSet<>(expected.tables().keySet());
        overwritten.forEach(table -> others.remove(table.table().name().name()));
        assertThatRows(after.only(others)).writtenBetween(opened, Instant.now()).areAsIn(expected.only(others));
        overwritten.forEach(table -> isBeside(
                table.table().name().name(), table.users().getFirst().name(), before, after));
    }

    private void isBeside(String table, String user, DatabaseRows before, DatabaseRows after) {
        var trial = new Trial(stage.database().dataSource());
        for (var row : before.rows(table)) {
            if (!row.has(user, stage.pair().source())) {
                assertThat(after.rows(table)).contains(row);
            } else {
                var moved = row.with(user, stage.pair().target());
                assertThat(after.rows(table).contains(moved) || !trial.canInsert(table, moved))
                        .as("%s of %s is neither moved nor in anybody's way", row, table)
                        .isTrue();
            }
        }
    }
}
