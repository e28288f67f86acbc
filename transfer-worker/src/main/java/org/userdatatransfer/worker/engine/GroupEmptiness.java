package org.userdatatransfer.worker.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.engine.program.CountSql;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Guards the target's rows from a source that has none: such a source never wipes them unless the request says so.
 * Judged per group of types, over what the source still has and what this transfer has already moved.
 */
final class GroupEmptiness {

    private final Function<DataType, List<TypeProgram>> group;

    GroupEmptiness(Function<DataType, List<TypeProgram>> group) {
        this.group = group;
    }

    Map<TransferId, Verdict> verdicts(
            DataType type, List<Handover> handovers, Function<TransferId, Counts> before, Pipeline pipeline) {
        if (type.strategy() == Strategy.COMBINE) {
            return handovers.stream().collect(Collectors.toMap(Handover::transfer, h -> Verdict.MOVE));
        }
        var undecided = handovers.stream()
                .filter(h -> before.apply(h.transfer()).source() == 0
                        && before.apply(h.transfer()).target() > 0)
                .toList();
        var giving = undecided.isEmpty() ? Set.<TransferId>of() : givingElsewhere(type, undecided, pipeline);
        var verdicts = new LinkedHashMap<TransferId, Verdict>();
        for (var handover : handovers) {
            var empty = before.apply(handover.transfer()).source() == 0 && !giving.contains(handover.transfer());
            verdicts.put(handover.transfer(), empty ? handover.wipe() ? Verdict.WIPE : Verdict.KEEP : Verdict.REPLACE);
        }
        return verdicts;
    }

    /**
     * The transfers whose source has, or had, rows in another type of the group. A type that the transfer has written
     * down already is a repeat: what the target has of it now is the source's.
     */
    private Set<TransferId> givingElsewhere(DataType type, List<Handover> handovers, Pipeline pipeline) {
        var others = group.apply(type).stream()
                .filter(program -> !program.type().equals(type))
                .toList();
        if (others.isEmpty()) {
            return Set.of();
        }
        var sql = SqlTemplate.of(
                """
                {handovers}
                SELECT h.transfer_id FROM handover h
                WHERE ({sum} > 0 OR EXISTS (
                    SELECT FROM {ledger} l
                    WHERE l.transfer_id = h.transfer_id AND l.epoch = h.epoch AND l.kind = 'MOVED'
                      AND l.data_type IN ({types})))
                  AND NOT EXISTS (
                    SELECT FROM {ledger} l
                    WHERE l.transfer_id = h.transfer_id AND l.epoch = h.epoch AND l.data_type = {own})
                """)
                .with("handovers", others.getFirst().boundTables().getFirst().handovers())
                .with("sum", CountSql.sum(
                        others.stream().flatMap(o -> o.boundTables().stream()).toList(), "h.source"))
                .with("ledger", LedgerSql.TABLE)
                .with("own", SqlText.literal(type.name().value()))
                .with("types", others.stream()
                        .map(o -> SqlText.literal(o.type().name().value()))
                        .collect(Collectors.joining(", ")))
                .sql();
        return new HashSet<>(pipeline.now(sql, handovers, (row, n) -> TransferId.of(row.getString("transfer_id"))));
    }
}
