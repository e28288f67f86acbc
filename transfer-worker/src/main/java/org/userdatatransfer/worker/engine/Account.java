package org.userdatatransfer.worker.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.engine.Statements.Effect;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.Unrestored;

/** Keeps the count of what happens to one data type of one transfer, and closes it into a result. */
final class Account {

    private final Counts before;
    private Counts after;
    private long moved;
    private long archived;
    private long collapsed;
    private long removedRows;
    private long changed;
    private final List<Flag> flags = new ArrayList<>();
    private final List<Unrestored> unrestored = new ArrayList<>();

    Account(Counts before) {
        this.before = before;
        this.after = before;
    }

    /** Pairs that name the source, and pairs that name the target. */
    record Counts(long source, long target) {}

    Counts before() {
        return before;
    }

    void add(Effect effect, boolean byRule) {
        switch (effect.kind()) {
            case "MOVED" -> moved += effect.pairs();
            case "CHANGED" -> changed += effect.rows();
            case "REMOVED" -> {
                archived += effect.pairs();
                removedRows += effect.rows();
                collapsed += byRule ? effect.rows() : 0;
            }
            default -> throw new IllegalStateException("No ledger entry is of kind " + effect.kind());
        }
    }

    void restored(String kind, long rows, long pairs) {
        switch (kind) {
            case "MOVED" -> moved += rows;
            case "CHANGED" -> changed += rows;
            case "REMOVED" -> archived -= pairs;
            default -> throw new IllegalStateException("No ledger entry is of kind " + kind);
        }
    }

    void flag(String name, long rows, List<String> examples) {
        if (rows > 0) {
            flags.add(new Flag(name, rows, examples));
        }
    }

    void unrestored(Unrestored row) {
        unrestored.add(row);
    }

    void counted(Counts now) {
        after = now;
    }

    long moved() {
        return moved;
    }

    long removedRows() {
        return removedRows;
    }

    Tally tally() {
        var live = after.source + after.target + archived - before.source - before.target;
        return new Tally(
                before.source, before.target, after.source, after.target, archived, live, moved, collapsed, changed);
    }

    DataTypeResult done(DataTypeName type, Optional<String> reason, Optional<String> message) {
        var rows = moved + Math.abs(archived);
        return new DataTypeResult(
                type, DataTypeOutcome.DONE, reason, message, tally(), rows, rows, flags, unrestored, Optional.empty());
    }
}
