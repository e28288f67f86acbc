package org.userdatatransfer.worker.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.engine.program.FlagSql;
import org.userdatatransfer.worker.engine.program.TableProgram;
import org.userdatatransfer.worker.engine.program.TableProgram.ChildRemoval;
import org.userdatatransfer.worker.engine.program.TableProgram.Closing;
import org.userdatatransfer.worker.engine.program.TableProgram.Collapsing;
import org.userdatatransfer.worker.engine.program.TableProgram.Flagging;
import org.userdatatransfer.worker.engine.program.TableProgram.Removal;
import org.userdatatransfer.worker.engine.program.TableProgram.Renaming;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;

/** One data type's statements at work for a batch of handovers; what they do goes into the accounts. */
final class TypeRun {

    /** Names seldom need a second one; who needs so many gets nowhere. */
    private static final int MOST_RENAME_PASSES = 100;

    private final Pipeline pipeline;
    private final Accounts accounts;
    private final List<Handover> givers;
    private final List<Handover> clashing;
    private final List<Handover> losers;
    private final List<Handover> touched;

    TypeRun(Pipeline pipeline, Accounts accounts, List<Handover> handovers) {
        this.pipeline = pipeline;
        this.accounts = accounts;
        this.givers = accounts.having(handovers, c -> c.source() > 0);
        this.clashing = accounts.having(givers, c -> c.target() > 0);
        this.losers = accounts.having(handovers, c -> c.target() > 0).stream()
                .filter(accounts::removes)
                .toList();
        this.touched = Stream.concat(givers.stream(), losers.stream()).distinct().toList();
    }

    /** Settles what would clash, before anything moves. */
    void resolve(TableProgram table) {
        settle(table);
        table.flags().forEach(flagging -> flagging.find().ifPresent(sql -> flag(flagging, sql)));
    }

    /** The same without raising flags. */
    void settle(TableProgram table) {
        for (var rule : table.rules()) {
            switch (rule) {
                case Collapsing c -> collapse(c);
                case Renaming r -> rename(r);
                case Closing c -> effects(c.close(), givers, true);
            }
        }
    }

    /** Only what is closed whether it clashes or not. */
    void close(TableProgram table) {
        for (var rule : table.rules()) {
            if (rule instanceof Closing c) {
                effects(c.close(), givers, true);
            }
        }
    }

    /** Archives and removes the target's rows where they are overwritten. */
    void remove(Removal removal) {
        if (!losers.isEmpty()) {
            removal.lock().ifPresent(sql -> pipeline.later(sql, losers));
            removal.children().forEach(children -> remove(children, losers));
            effects(removal.archive(), losers, false);
        }
    }

    void move(TableProgram table) {
        table.moves().forEach(move -> move.statements().forEach(sql -> effects(sql, givers, false)));
    }

    /** Counts again, where anything was done: the rest stays as it was counted before. */
    void count() {
        if (!touched.isEmpty()) {
            RowCounts.later(accounts.program(), touched, pipeline, accounts::counted);
        }
    }

    /**
     * What became of the data type, once all statements have run.
     *
     * @throws RowsWithheldException if rows were lost or held back, naming the transfer
     */
    Map<TransferId, DataTypeResult> results() {
        return accounts.results(touched);
    }

    /** The same as the end of the data type's progress. */
    Map<TransferId, Progress> progress() {
        var progress = new LinkedHashMap<TransferId, Progress>();
        results().forEach((transfer, result) -> progress.put(transfer, new Progress.Done(result)));
        return progress;
    }

    DataType type() {
        return accounts.type();
    }

    private void collapse(Collapsing rule) {
        var clashes = locked(rule.lock(), clashing);
        if (!clashes.isEmpty()) {
            rule.reparents().forEach(sql -> effects(sql, clashes, false));
            rule.children().forEach(children -> remove(children, clashes));
            effects(rule.collapse(), clashes, true);
        }
    }

    private void rename(Renaming rule) {
        var clashes = locked(rule.lock(), clashing);
        for (var pass = 0; !clashes.isEmpty(); pass++) {
            var renamed = pipeline.now(rule.rename(), clashes, Statements.EFFECT);
            if (renamed.isEmpty() || pass == MOST_RENAME_PASSES) {
                throw new RowsWithheldException(
                        "Data type %s of transfer %s: the column has no room for another name of a row that both users have, or a trigger undoes it; rename it first"
                                .formatted(type().name(), clashes.getFirst().transfer()));
            }
            accounts.add(renamed, true);
            clashes = locked(rule.lock(), clashes);
        }
    }

    /** Those of the handovers that have clashes, the clashing rows now locked. */
    private List<Handover> locked(String sql, List<Handover> candidates) {
        if (candidates.isEmpty()) {
            return candidates;
        }
        var found = pipeline.now(sql, candidates, (row, n) -> TransferId.of(row.getString("transfer_id")));
        return candidates.stream().filter(h -> found.contains(h.transfer())).toList();
    }

    private void remove(ChildRemoval children, List<Handover> on) {
        if (children.anothers()) {
            pipeline.later(children.sql(), on, Statements.EFFECT, accounts::takeAlong);
        } else {
            effects(children.sql(), on, false);
        }
    }

    private void effects(String sql, List<Handover> on, boolean byRule) {
        if (!on.isEmpty()) {
            pipeline.later(sql, on, Statements.EFFECT, effects -> accounts.add(effects, byRule));
        }
    }

    private void flag(Flagging flagging, String sql) {
        if (!givers.isEmpty()) {
            pipeline.later(sql, givers, FlagSql.FLAGGED, flagged -> accounts.flag(flagging.flag(), flagged));
        }
    }
}
