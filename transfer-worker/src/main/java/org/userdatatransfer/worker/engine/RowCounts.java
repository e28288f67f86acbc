package org.userdatatransfer.worker.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.transfer.TransferId;

/** Counts what names the two users of each pair. */
final class RowCounts {

    private final Statements statements;

    RowCounts(Statements statements) {
        this.statements = statements;
    }

    Map<TransferId, Counts> of(TypeProgram program, List<Pair> pairs) {
        return counts(program, pairs, null);
    }

    /** The same, but counting stops at {@code most}: more than that says only that there is more. */
    Map<TransferId, Counts> upTo(int most, TypeProgram program, List<Pair> pairs) {
        return counts(program, pairs, most + 1);
    }

    private Map<TransferId, Counts> counts(TypeProgram program, List<Pair> pairs, @Nullable Integer most) {
        var counts = new HashMap<TransferId, Counts>();
        statements
                .bound(program.count(), pairs)
                .param("most", most)
                .query(row -> {
                    counts.put(
                            TransferId.of(row.getString("transfer_id")),
                            new Counts(row.getLong("sources"), row.getLong("targets")));
                });
        return counts;
    }
}
