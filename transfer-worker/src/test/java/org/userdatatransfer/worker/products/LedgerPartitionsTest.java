package org.userdatatransfer.worker.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;

class LedgerPartitionsTest {

    @Test
    void areThereForThisMonthAndTheNextAndGoWhenTheirLastDayIsPastTheRetention() throws Exception {
        try (var databases = ReferenceDatabases.empty(ProductDatabases::migrate, "migrated")) {
            var jdbc = JdbcClient.create(databases.qm());
            var partitions = new LedgerPartitions(jdbc);
            assertThat(count(jdbc)).isEqualTo(4);
            jdbc.sql("""
                    CREATE TABLE user_data_transfer.row_ledger_2001_01 PARTITION OF user_data_transfer.row_ledger
                    FOR VALUES FROM ('2001-01-01 00:00:00+00') TO ('2001-02-01 00:00:00+00')
                    """).update();

            partitions.make();

            assertThat(partitions.since()).isEqualTo("2001-01-01T00:00:00Z");
            assertThat(partitions.drop(Duration.ofDays(36_500))).isEmpty();
            assertThat(partitions.drop(Duration.ofDays(60))).containsExactly("row_ledger_2001_01");
            assertThat(partitions.since()).isCloseTo(Instant.now(), within(32, ChronoUnit.DAYS));
            assertThat(count(jdbc)).isEqualTo(4);
        }
    }

    @Test
    void areKeptWhenTheirLastHourIsWithinTheRetention() throws Exception {
        try (var databases = ReferenceDatabases.empty(ProductDatabases::migrate, "migrated")) {
            var jdbc = JdbcClient.create(databases.qm());
            var thisMonth = YearMonth.now(ZoneOffset.UTC);
            jdbc.sql("""
                    CREATE TABLE user_data_transfer.row_ledger_%s PARTITION OF user_data_transfer.row_ledger
                    FOR VALUES FROM ('%s-01 00:00:00+00') TO ('%s-01 00:00:00+00')
                    """.formatted(
                            thisMonth.minusMonths(1).toString().replace('-', '_'), thisMonth.minusMonths(1), thisMonth))
                    .update();
            var begun = thisMonth.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();

            var sinceAnHourBefore = Duration.between(begun, Instant.now()).plusHours(1);

            assertThat(new LedgerPartitions(jdbc).drop(sinceAnHourBefore)).isEmpty();
            assertThat(count(jdbc)).isEqualTo(5);
        }
    }

    private static int count(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM pg_inherits WHERE inhparent = 'user_data_transfer.row_ledger'::regclass")
                .query(Integer.class)
                .single();
    }
}
