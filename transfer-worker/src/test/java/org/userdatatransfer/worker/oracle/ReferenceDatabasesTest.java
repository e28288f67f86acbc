package org.userdatatransfer.worker.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import org.junit.jupiter.api.Test;

class ReferenceDatabasesTest {

    @Test
    void givesEveryTestADatabaseOfItsOwn() {
        try (var mine = ReferenceDatabases.fresh();
                var yours = ReferenceDatabases.fresh()) {
            var before = DatabaseRows.read(yours.qm());
            assertThatRows(DatabaseRows.read(mine.qm())).areAsIn(before);

            mine.qmDatabase().execute("DELETE FROM login_state");

            assertThat(DatabaseRows.read(mine.qm()).rows("login_state")).isEmpty();
            assertThatRows(DatabaseRows.read(yours.qm())).areAsIn(before);
        }
    }

    @Test
    void readsATextAsItIsAndAPartitionedTableOnce() {
        try (var databases = ReferenceDatabases.fresh()) {
            var rows = DatabaseRows.read(databases.wfm());

            assertThat(rows.rows("dynamic_schedule_event_parameter"))
                    .anyMatch(row -> row.has("value", "{\"b\":1,  \"a\": 2.50, \"a\": null}"));
            assertThat(rows.tables().keySet())
                    .contains("alert", "agent_service_productivity_interval")
                    .doesNotContain("agent_service_productivity_interval_2026_03");
        }
    }

    @Test
    void hasNoAlertsWhereTheyAreAbsent() {
        try (var databases = ReferenceDatabases.withoutAlerts(database -> {}, "bare")) {
            assertThat(DatabaseRows.read(databases.wfm()).has("alert")).isFalse();
        }
    }
}
