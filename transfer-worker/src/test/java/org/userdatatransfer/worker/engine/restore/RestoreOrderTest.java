package org.userdatatransfer.worker.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.LedgerKind;
import org.userdatatransfer.worker.transfer.TransferId;

class RestoreOrderTest {

    private static final TransferId ONE = new TransferId(UUID.randomUUID());
    private static final TransferId OTHER = new TransferId(UUID.randomUUID());

    @Test
    void takesBackTogetherWhatOneStatementDidToSeveralTransfersInBatchesOfTheirOwn() {
        var entries = List.of(entry(9, OTHER, 2), entry(8, OTHER, 1), entry(4, ONE, 2), entry(3, ONE, 1));

        assertThat(order(entries, false)).containsExactly(List.of(9L, 4L), List.of(8L, 3L));
    }

    @Test
    void goesNewestFirstWithinATransferWhateverItsStatementsNumbers() {
        var late = List.of(entry(9, ONE, 0), entry(8, ONE, 2), entry(7, ONE, 1), entry(5, OTHER, 2));

        assertThat(order(late, false)).containsExactly(List.of(5L), List.of(9L), List.of(8L), List.of(7L));
    }

    @Test
    void goesNewestFirstOverAllTransfersWhoseRowsMayBeTheSame() {
        var entries = List.of(
                entry(9, OTHER, 2), entry(8, OTHER, 1), entry(7, ONE, 1), entry(6, ONE, 2), entry(5, OTHER, 1));

        assertThat(order(entries, true))
                .containsExactly(List.of(9L), List.of(8L, 7L), List.of(6L), List.of(5L));
    }

    private static List<List<Long>> order(List<LedgerEntry> newestFirst, boolean shareRows) {
        return RestoreOrder.of(newestFirst, shareRows).stream()
                .map(together -> together.stream().map(LedgerEntry::id).toList())
                .toList();
    }

    private static LedgerEntry entry(long id, TransferId transfer, int op) {
        return new LedgerEntry(
                id,
                transfer,
                1,
                new Work(
                        op,
                        LedgerKind.MOVED,
                        SqlTable.parse("note"),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        true,
                        List.of()));
    }
}
