package org.userdatatransfer.worker.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.RowMapper;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.transfer.TransferId;

/** Counts what names the two users of each handover. */
final class RowCounts {

    private record Counted(TransferId transfer, Counts counts) {}

    private static final RowMapper<Counted> COUNTED = (row, n) -> new Counted(
            TransferId.of(row.getString("transfer_id")), new Counts(row.getLong("sources"), row.getLong("targets")));

    private RowCounts() {}

    static Map<TransferId, Counts> of(TypeProgram program, List<Handover> handovers, Pipeline pipeline) {
        return byTransfer(pipeline.now(program.count(), handovers, COUNTED));
    }

    /** The same, but counting stops where there is too much for one transaction. */
    static Map<TransferId, Counts> glance(TypeProgram program, List<Handover> handovers, Pipeline pipeline) {
        return byTransfer(pipeline.now(program.glance(), handovers, COUNTED));
    }

    /** Whether a glance has stopped: the numbers then say only that there is too much. */
    static boolean isTooMuch(Counts glance, EngineSettings settings) {
        return glance.source() > settings.largeRows() || glance.target() > settings.sliceRows();
    }

    static void later(
            TypeProgram program, List<Handover> handovers, Pipeline pipeline, Consumer<Map<TransferId, Counts>> then) {
        pipeline.later(program.count(), handovers, COUNTED, counted -> then.accept(byTransfer(counted)));
    }

    private static Map<TransferId, Counts> byTransfer(List<Counted> counted) {
        var counts = new HashMap<TransferId, Counts>();
        counted.forEach(c -> counts.put(c.transfer, c.counts));
        return counts;
    }
}
