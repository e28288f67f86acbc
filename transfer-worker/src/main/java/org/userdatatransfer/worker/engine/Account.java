package org.userdatatransfer.worker.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.engine.Statements.Effect;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.LedgerKind;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.Tally;

/** Keeps the count of what happens to one data type of one transfer, and closes it into a result. */
final class Account {

    private final Counts before;
    private final boolean othersMayWrite;
    private Counts after;
    private long moved;
    private long archived;
    private long collapsed;
    private long removedRows;
    private long changed;
    private final List<Flag> flags = new ArrayList<>();
    private final UnrestoredRows unrestored = new UnrestoredRows();

    /** @param othersMayWrite so that rows that appear meanwhile are theirs; if not, they break the conservation */
    Account(Counts before, boolean othersMayWrite) {
        this.before = before;
        this.othersMayWrite = othersMayWrite;
        this.after = before;
    }

    /** The account of a data type that is done in slices, as the last slice left it. */
    static Account resumed(DataTypeResult last, long removedRows, boolean othersMayWrite) {
        var tally = last.tally();
        var account = new Account(new Counts(tally.sourceBefore(), tally.targetBefore()), othersMayWrite);
        account.moved = tally.moved();
        account.archived = tally.archived();
        account.collapsed = tally.collapsed();
        account.changed = tally.changed();
        account.removedRows = removedRows;
        account.flags.addAll(last.flags());
        account.unrestored.addAll(last.unrestored());
        return account;
    }

    Counts before() {
        return before;
    }

    void add(Effect effect, boolean byRule) {
        switch (effect.kind()) {
            case MOVED -> moved += effect.pairs();
            case CHANGED -> changed += effect.rows();
            case REMOVED -> {
                archived += effect.pairs();
                removedRows += effect.rows();
                collapsed += byRule ? effect.rows() : 0;
            }
        }
    }

    /** What a later run over the same rows has done. */
    void add(Account later) {
        moved += later.moved;
        archived += later.archived;
        collapsed += later.collapsed;
        removedRows += later.removedRows;
        changed += later.changed;
        flags.addAll(later.flags);
    }

    void restored(LedgerKind kind, long rows, long pairs) {
        switch (kind) {
            case MOVED -> moved += rows;
            case CHANGED -> changed += rows;
            case REMOVED -> archived -= pairs;
        }
    }

    /**
     * Rows of another data type have gone with rows of this one: somebody else's, or the source's on a row of the
     * target, which that data type had moved before and so has in its counts.
     */
    void takeAlong(long rows) {
        flag(Flag.TAKEN_ALONG, rows, List.of());
    }

    void flag(String name, long rows, List<String> examples) {
        if (rows > 0) {
            flags.add(new Flag(name, rows, examples));
        }
    }

    void unrestored(String table, String key, String reason) {
        unrestored.add(table, key, reason);
    }

    void counted(Counts now) {
        after = now;
    }

    /** As of the last count. */
    Counts after() {
        return after;
    }

    long moved() {
        return moved;
    }

    long removedRows() {
        return removedRows;
    }

    private long pairsDone() {
        return moved + Math.abs(archived);
    }

    Tally tally() {
        var tally = tally(after);
        return othersMayWrite ? tally.appearedAsLive() : tally;
    }

    private Tally tally(Counts now) {
        return new Tally(
                before.source(),
                before.target(),
                now.source(),
                now.target(),
                archived,
                0,
                moved,
                collapsed,
                changed);
    }

    DataTypeResult done(DataTypeName type, Verdict verdict) {
        return result(
                type,
                DataTypeOutcome.DONE,
                verdict.reason().map(ReasonCode::name),
                tally(),
                pairsDone(),
                verdict.flags(flags, removedRows));
    }

    DataTypeResult undone(DataTypeName type) {
        return result(type, DataTypeOutcome.DONE, Optional.empty(), tally(), pairsDone(), flags);
    }

    /** The data type's result between two slices: what is to be counted in the end is not known yet. */
    DataTypeResult inProgress(DataTypeName type, long rowsPlanned) {
        var open = new Counts(before.source() - moved, before.target() + moved - archived);
        return result(type, DataTypeOutcome.IN_PROGRESS, Optional.empty(), tally(open), rowsPlanned, flags);
    }

    private DataTypeResult result(
            DataTypeName type,
            DataTypeOutcome outcome,
            Optional<String> reason,
            Tally tally,
            long rowsPlanned,
            List<Flag> raised) {
        return new DataTypeResult(
                type,
                outcome,
                reason,
                Optional.empty(),
                tally,
                pairsDone(),
                Math.max(rowsPlanned, pairsDone()),
                Flag.merged(raised),
                unrestored.all(),
                Optional.empty());
    }
}
