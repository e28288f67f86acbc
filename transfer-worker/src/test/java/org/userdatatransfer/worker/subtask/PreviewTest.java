package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.Tally;

class PreviewTest {

    private final Sample sample = Sample.annaToTom();

    @Test
    void saysWhatTheTransferThenDoesAndChangesNothing() throws Exception {
        try (var products = Products.reference()) {
            var qm = DatabaseRows.read(products.qm());
            var wfm = DatabaseRows.read(products.wfm());

            var preview = products.run(products.commands(sample, SubTaskAction.PREVIEW, 1));

            assertThatRows(DatabaseRows.read(products.qm())).areAsIn(qm);
            assertThatRows(DatabaseRows.read(products.wfm())).areAsIn(wfm);
            var done = products.transfer(sample, 1);
            assertThat(tallies(preview)).isEqualTo(tallies(done));
            assertThat(flags(preview)).containsAllEntriesOf(flags(done));
        }
    }

    @Test
    void keepsItsHashWhileRowsComeAndGoThatClashWithNothing() throws Exception {
        try (var products = Products.reference()) {
            var before = hashes(products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)));

            products.execute(products.qm(), """
                    insert into ccr (acd_server, acd_call_id, leg, person_id, inbound, started_at, duration_seconds)
                    select 'late', 'late', 1, person_id, true, now(), 1 from person_account
                    where suite_user_id = 'anna.leaver' and tenant_id = 'acme'
                    """);

            assertThat(hashes(products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)))).isEqualTo(before);
        }
    }

    @Test
    void changesTheHashOfJustTheTypeWhoseDecisionsChange() throws Exception {
        try (var products = Products.reference()) {
            var before = hashes(products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)));

            products.execute(products.qm(), """
                    update contact_goal set name = left(name, 70) || ' of Anna' where owner_id =
                        (select person_id from person_account where suite_user_id = 'anna.leaver' and tenant_id = 'acme')
                    """);

            var after = hashes(products.run(products.commands(sample, SubTaskAction.PREVIEW, 1)));
            assertThat(after.entrySet())
                    .filteredOn(e -> !e.getValue().equals(before.get(e.getKey())))
                    .extracting(e -> e.getKey().value())
                    .containsExactly("contact-goal");
        }
    }

    private static Map<DataTypeName, Tally> tallies(Map<DataTypeName, DataTypeResult> results) {
        return results.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().tally()));
    }

    private static Map<DataTypeName, java.util.List<Flag>> flags(Map<DataTypeName, DataTypeResult> results) {
        return results.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().flags().stream()
                        .filter(f -> f.name().equals(f.name().toUpperCase()))
                        .sorted(java.util.Comparator.comparing(Flag::name))
                        .toList()));
    }

    private static Map<DataTypeName, String> hashes(Map<DataTypeName, DataTypeResult> results) {
        return results.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().decisionHash().orElseThrow()));
    }
}
