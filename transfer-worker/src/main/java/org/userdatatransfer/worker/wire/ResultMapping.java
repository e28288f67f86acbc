package org.userdatatransfer.worker.wire;

import java.util.List;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.Unrestored;

/** What became of data types, as Avro records and back. */
final class ResultMapping {

    private ResultMapping() {}

    static List<org.userdatatransfer.events.DataTypeResult> toAvro(List<DataTypeResult> results) {
        return results.stream().map(ResultMapping::toAvro).toList();
    }

    private static org.userdatatransfer.events.DataTypeResult toAvro(DataTypeResult result) {
        return new org.userdatatransfer.events.DataTypeResult(
                result.dataType().value(),
                org.userdatatransfer.events.DataTypeOutcome.valueOf(
                        result.outcome().name()),
                result.reason().orElse(null),
                result.message().orElse(null),
                toAvro(result.tally()),
                result.rowsDone(),
                result.rowsPlanned(),
                result.flags().stream().map(ResultMapping::toAvro).toList(),
                result.unrestored().stream().map(ResultMapping::toAvro).toList(),
                result.decisionHash().orElse(null));
    }

    private static org.userdatatransfer.events.Tally toAvro(Tally t) {
        return new org.userdatatransfer.events.Tally(
                t.sourceBefore(),
                t.targetBefore(),
                t.sourceAfter(),
                t.targetAfter(),
                t.archived(),
                t.live(),
                t.moved(),
                t.collapsed(),
                t.changed());
    }

    private static org.userdatatransfer.events.Flag toAvro(Flag flag) {
        return new org.userdatatransfer.events.Flag(flag.name(), flag.rows(), flag.examples());
    }

    private static org.userdatatransfer.events.Unrestored toAvro(Unrestored u) {
        return new org.userdatatransfer.events.Unrestored(u.table(), u.key(), u.reason(), u.rows());
    }

    static DataTypeResult ofAvro(org.userdatatransfer.events.DataTypeResult r) {
        return new DataTypeResult(
                new DataTypeName(r.getDataType()),
                DataTypeOutcome.valueOf(r.getOutcome().name()),
                r.getReason(),
                r.getMessage(),
                ofAvro(r.getTally()),
                r.getRowsDone(),
                r.getRowsPlanned(),
                r.getFlags().stream().map(ResultMapping::ofAvro).toList(),
                r.getUnrestored().stream().map(ResultMapping::ofAvro).toList(),
                r.getDecisionHash());
    }

    private static Tally ofAvro(org.userdatatransfer.events.Tally t) {
        return new Tally(
                t.getSourceBefore(),
                t.getTargetBefore(),
                t.getSourceAfter(),
                t.getTargetAfter(),
                t.getArchived(),
                t.getLive(),
                t.getMoved(),
                t.getCollapsed(),
                t.getChanged());
    }

    private static Flag ofAvro(org.userdatatransfer.events.Flag f) {
        return new Flag(f.getName(), f.getRows(), f.getExamples());
    }

    private static Unrestored ofAvro(org.userdatatransfer.events.Unrestored u) {
        return new Unrestored(u.getTable(), u.getKey(), u.getReason(), u.getRows());
    }
}
