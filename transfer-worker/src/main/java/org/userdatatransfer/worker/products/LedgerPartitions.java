package org.userdatatransfer.worker.products;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row ledger's months: made ahead of time, and dropped when nothing in them can be undone any more. */
public final class LedgerPartitions {

    private static final int MONTHS_AHEAD = 3;
    private static final String PREFIX = "row_ledger_";
    private static final List<String> CONTENTS = List.of(
            "key_columns", "set_columns", "added_columns", "bigint_keys", "json_keys", "images", "before", "after");

    private final JdbcClient jdbc;

    public LedgerPartitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The beginning of the first month that there is: the ledger knows nothing of what was done before. */
    public Instant since() {
        return month(names().getFirst()).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Makes this month's and the next ones'; several workers may do so at once. */
    void make() {
        var now = YearMonth.from(now());
        for (var ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
            make(now.plusMonths(ahead));
        }
    }

    private void make(YearMonth month) {
        var name = "user_data_transfer." + PREFIX + month.toString().replace('-', '_');
        var exists = jdbc.sql("SELECT to_regclass(?) IS NOT NULL").param(name).query(Boolean.class).single();
        if (!exists) {
            jdbc.sql(
                            """
                            DO $$ BEGIN
                                PERFORM pg_advisory_xact_lock(hashtext('user_data_transfer.row_ledger'));
                                CREATE TABLE IF NOT EXISTS %s PARTITION OF user_data_transfer.row_ledger
                                    FOR VALUES FROM ('%s-01 00:00:00+00') TO ('%s-01 00:00:00+00');
                                %s
                            END $$
                            """
                                    .formatted(name, month, month.plusMonths(1), withoutStatistics(name)))
                    .update();
        }
    }

    /** Nobody searches by what the entries hold, and to analyze it costs a bulk a tenth of its time. */
    private static String withoutStatistics(String partition) {
        return CONTENTS.stream()
                .map(column -> "ALTER TABLE %s ALTER COLUMN %s SET STATISTICS 0;".formatted(partition, column))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Drops the months of which even the last day is longer ago than that.
     *
     * @return their names
     */
    List<String> drop(Duration retention) {
        var oldest = YearMonth.from(now().minus(retention));
        var dropped = new ArrayList<String>();
        for (var name : names()) {
            if (month(name).isBefore(oldest)) {
                jdbc.sql("DROP TABLE IF EXISTS user_data_transfer." + name).update();
                dropped.add(name);
            }
        }
        return dropped;
    }

    private static YearMonth month(String name) {
        return YearMonth.parse(name.substring(PREFIX.length()).replace('_', '-'));
    }

    /** The earliest first. */
    private List<String> names() {
        return jdbc.sql(
                        """
                        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                        WHERE i.inhparent = 'user_data_transfer.row_ledger'::regclass ORDER BY 1
                        """)
                .query(String.class)
                .list();
    }

    private OffsetDateTime now() {
        return jdbc.sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .withOffsetSameInstant(ZoneOffset.UTC);
    }
}
