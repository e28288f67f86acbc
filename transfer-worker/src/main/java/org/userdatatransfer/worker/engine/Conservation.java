package org.userdatatransfer.worker.engine;

import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TransferId;

/** Undoes a transaction that loses rows or holds them back: a trigger or another writer interferes. */
final class Conservation {

    private Conservation() {}

    /**
     * Refuses what must not be within one transaction: rows of the source that stay behind, rows that are gone without
     * being archived, or rows from nowhere. A live type may gain rows at any time: VERIFY takes those of the source.
     *
     * @throws RowsWithheldException naming the transfer
     */
    static void demand(DataType type, TransferId transfer, Tally tally) {
        demandNothingLeft(type, transfer, tally);
        var appeared = tally.appeared();
        if (appeared < 0 || appeared > 0 && !type.live()) {
            throw withheld(type, transfer, tally);
        }
    }

    /**
     * The same at the end of a sliced data type: others may have written between its transactions, so counts that
     * disagree are reported ({@code conserved} is false) but fail nothing. Only rows that still name the source do.
     *
     * @throws RowsWithheldException naming the transfer
     */
    static void demandNothingLeft(DataType type, TransferId transfer, Tally tally) {
        if (tally.sourceAfter() > 0 && !type.live()) {
            throw withheld(type, transfer, tally);
        }
    }

    private static RowsWithheldException withheld(DataType type, TransferId transfer, Tally tally) {
        var appeared = tally.appeared();
        return new RowsWithheldException(
                "Data type %s of transfer %s: %d rows of the source stayed behind, %d vanished and %d appeared; a trigger or another writer interferes"
                        .formatted(
                                type.name(),
                                transfer,
                                tally.sourceAfter(),
                                -Math.min(0, appeared),
                                Math.max(0, appeared)));
    }
}
