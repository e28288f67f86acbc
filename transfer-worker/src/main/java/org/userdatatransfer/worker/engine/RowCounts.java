package org.userdatatransfer.worker.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.userdatatransfer.worker.transfer.TransferId;

/** Counts what names the two users of each pair. */
final class RowCounts {

    private final Statements statements;

    RowCounts(Statements statements) {
        this.statements = statements;
    }

    Map<TransferId, Counts> of(TypeProgram program, List<Pair> pairs) {
        var counts = new HashMap<TransferId, Counts>();
        statements.query(
                program.count(),
                pairs,
                (row, n) -> counts.put(
                        TransferId.of(row.getString("transfer_id")),
                        new Counts(row.getLong("sources"), row.getLong("targets"))));
        return counts;
    }
}
