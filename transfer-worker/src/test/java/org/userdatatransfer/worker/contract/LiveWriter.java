package org.userdatatransfer.worker.contract;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.Row;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Writes rows of all data types of a stage for a user, by repeating those of somebody else as far as keys allow. */
final class LiveWriter {

    private static final String COLUMNS =
            """
            SELECT quote_ident(attname) AS name, format_type(atttypid, NULL) AS type,
                   attname NOT IN (:users) AND EXISTS (
                       SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND (i.indisunique OR i.indisexclusion)
                         AND a.attnum = ANY (i.indkey))
                   AND NOT EXISTS (
                       SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype IN ('f', 'c')
                         AND k.conkey = ARRAY[a.attnum] AND format_type(atttypid, NULL) <> 'tsrange') AS varies
            FROM pg_attribute a
            WHERE a.attrelid = to_regclass(:table) AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = ''
              AND NOT (a.atthasdef AND (a.attgenerated <> '' OR EXISTS (
                  SELECT FROM pg_index i
                  WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))))
            ORDER BY a.attnum
            """;

    private final Stage stage;
    private final JdbcClient jdbc;

    LiveWriter(Stage stage) {
        this.stage = stage;
        this.jdbc = JdbcClient.create(stage.database().dataSource());
    }

    void repeatForSourceWhatTargetHas() {
        repeat(stage.pair().source(), "= '%s'".formatted(stage.pair().target()), "DESC LIMIT 1000", 0);
    }

    void writeForSourceWhatOthersHave() {
        repeat(stage.pair().source(), ofOthers(), "DESC LIMIT 1000", 0);
    }

    /** A few new rows for either of the users, and a few that clash with each other wherever a key forbids two. */
    void writeForBoth() {
        repeat(stage.pair().target(), ofOthers(), "ASC LIMIT 2", 1_000);
        repeat(stage.pair().source(), ofOthers(), "ASC LIMIT 2", 2_000);
        repeat(stage.pair().target(), ofOthers(), "DESC LIMIT 2", 3_000);
        repeat(stage.pair().source(), ofOthers(), "DESC LIMIT 2", 3_000);
    }

    private String ofOthers() {
        return "NOT IN ('%s', '%s')".formatted(stage.pair().source(), stage.pair().target());
    }

    /** @param shift how far the keys are from those that are repeated, where a key has something to shift */
    private void repeat(String user, String whose, String which, int shift) {
        for (var type : types().toList()) {
            for (var table : type.tables()) {
                table.users().forEach(column -> repeat(table, column, user, whose, which, shift));
            }
        }
    }

    private void repeat(UserTable table, SqlIdentifier user, String name, String whose, String which, int shift) {
        var columns = columns(table);
        if (columns.isEmpty()) {
            return;
        }
        var values = columns.stream()
                .map(c -> c.is(user)
                        ? "'%s'".formatted(name)
                        : shift > 0 && c.varies() ? c.shifted(shift) : "x." + c.name())
                .collect(Collectors.joining(", "));
        jdbc.sql("INSERT INTO %s (%s) SELECT %s FROM %1$s x WHERE x.%s %s ORDER BY x::text %s ON CONFLICT DO NOTHING"
                        .formatted(
                                table.table().sql(),
                                columns.stream().map(Column::name).collect(Collectors.joining(", ")),
                                values,
                                user.sql(),
                                whose,
                                which))
                .update();
    }

    /**
     * The columns that are to be written; of a key's the numbers vary, without any the times, without any the texts.
     */
    private List<Column> columns(UserTable table) {
        var columns = jdbc.sql(COLUMNS)
                .param("table", table.table().sql())
                .param("users", table.users().stream().map(SqlIdentifier::name).toList())
                .query(Column.class)
                .list();
        var varying = columns.stream().filter(Column::varies).map(Column::kind).min(naturalOrder());
        return columns.stream()
                .map(c -> new Column(c.name(), c.type(), c.varies() && varying.get() == c.kind()))
                .toList();
    }

    private enum Kind {
        NUMBER,
        TIME,
        TEXT
    }

    private record Column(String name, String type, boolean varies) {

        boolean is(SqlIdentifier column) {
            return name.equals(column.sql()) || name.equals(column.name());
        }

        Kind kind() {
            return switch (type) {
                case "smallint", "integer", "bigint" -> Kind.NUMBER;
                case "date", "timestamp with time zone", "tsrange" -> Kind.TIME;
                default -> Kind.TEXT;
            };
        }

        String shifted(int by) {
            return switch (type) {
                case "smallint", "integer", "bigint", "date" -> "x.%s + %d".formatted(name, by);
                case "timestamp with time zone" -> "x.%s + interval '%d days'".formatted(name, by);
                case "tsrange" ->
                    "tsrange(lower(x.%1$s) + interval '%2$d days', upper(x.%1$s) + interval '%2$d days')"
                            .formatted(name, by);
                default -> "left(x.%s, 70) || ' %d'".formatted(name, by);
            };
        }
    }

    private Stream<DataType> types() {
        return stage.types().stream().map(stage.product().live().catalogue()::type);
    }

    /**
     * Combined with the target's rows, as rules say; of an overwritten type, beside them or, if they clash, nowhere.
     */
    void isCombined(DatabaseRows before, DatabaseRows after, Instant opened) {
        isCombined(before, after, opened, row -> true);
    }

    /** @param stays which rows of an overwritten type nobody may have removed, but for the source's that yield */
    void isCombined(DatabaseRows before, DatabaseRows after, Instant opened, Predicate<Row> stays) {
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
                table.table().name().name(), table.users().getFirst().name(), before, after, stays));
    }

    private void isBeside(String table, String user, DatabaseRows before, DatabaseRows after, Predicate<Row> stays) {
        var trial = new Trial(stage.database().dataSource());
        for (var row : before.rows(table)) {
            if (!row.has(user, stage.pair().source())) {
                assertThat(after.rows(table).contains(row) || !stays.test(row))
                        .as("%s of %s is lost", row, table)
                        .isTrue();
            } else {
                var moved = row.with(user, stage.pair().target());
                assertThat(after.rows(table).contains(moved) || !trial.canInsert(table, moved))
                        .as("%s of %s is neither moved nor in anybody's way", row, table)
                        .isTrue();
            }
        }
    }
}
