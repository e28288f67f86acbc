package org.userdatatransfer.worker.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.engine.TableProgram.Closing;
import org.userdatatransfer.worker.engine.TableProgram.Collapsing;
import org.userdatatransfer.worker.engine.TableProgram.Flagging;
import org.userdatatransfer.worker.engine.TableProgram.Removal;
import org.userdatatransfer.worker.engine.TableProgram.Renaming;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;

/** One data type's statements at work for a batch of pairs, and the accounts of what they do. */
final class TypeRun {

    private static final int MOST_RENAME_PASSES = 1_000;

    private final Pipeline pipeline;
    private final TypeProgram program;
    private final Map<TransferId, Verdict> verdicts;
    private final Map<TransferId, Account> accounts;
    private final List<Pair> givers;
    private final List<Pair> clashing;
    private final List<Pair> losers;

    TypeRun(
            Pipeline pipeline,
            TypeProgram program,
            List<Pair> pairs,
            Map<TransferId, Verdict> verdicts,
            Map<TransferId, Account> accounts) {
        this.pipeline = pipeline;
        this.program = program;
        this.verdicts = verdicts;
        this.accounts = accounts;
        this.givers = having(pairs, c -> c.source() > 0);
        this.clashing = having(givers, c -> c.target() > 0);
        this.losers = having(pairs, c -> c.target() > 0).stream()
                .filter(p -> verdicts.get(p.transfer()).removes())
                .toList();
    }

    /** @param live whether rows that appear meanwhile are put down to others */
    static Map<TransferId, Account> accounts(List<Pair> pairs, Map<TransferId, Counts> before, boolean live) {
        var accounts = new LinkedHashMap<TransferId, Account>();
        pairs.forEach(p -> accounts.put(p.transfer(), new Account(before.get(p.transfer()), live)));
        return accounts;
    }

    private List<Pair> having(List<Pair> among, Predicate<Counts> condition) {
        return among.stream()
                .filter(p -> verdicts.get(p.transfer()) != Verdict.KEEP)
                .filter(p -> condition.test(accounts.get(p.transfer()).before()))
                .toList();
    }

    /** Settles what would clash, before anything moves. */
    void resolve(TableProgram table) {
        settle(table);
        table.flags().forEach(flagging -> flagging.find().ifPresent(sql -> flag(flagging, sql)));
    }

    /** The same, without a word on rows that are right. */
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
            removal.lock().ifPresent(sql -> pipeline.later(sql, losers, (row, n) -> row.getLong(1), locked -> {}));
            removal.children().forEach(sql -> effects(sql, losers, false));
            effects(removal.archive(), losers, false);
        }
    }

    void move(TableProgram table) {
        table.moves().forEach(move -> move.statements().forEach(sql -> effects(sql, givers, false)));
    }

    /** Counts again, where anything was done: the rest stays as it was counted before. */
    void count() {
        var touched = touched();
        if (!touched.isEmpty()) {
            RowCounts.later(program, touched, pipeline, counts ->
                    counts.forEach((transfer, now) -> accounts.get(transfer).counted(now)));
        }
    }

    private List<Pair> touched() {
        return Stream.concat(givers.stream(), losers.stream()).distinct().toList();
    }

    /**
     * What became of the data type, once all statements have run.
     *
     * @throws RowsWithheld if rows were lost or held back, naming the transfer
     */
    Map<TransferId, DataTypeResult> results() {
        touched().forEach(p -> accounts.get(p.transfer()).refuseTrouble(type(), p.transfer()));
        flagOutcome();
        var results = new LinkedHashMap<TransferId, DataTypeResult>();
        accounts.forEach((transfer, account) ->
                results.put(transfer, account.done(type().name(), verdicts.get(transfer))));
        return results;
    }

    Map<TransferId, Progress> progress() {
        var progress = new LinkedHashMap<TransferId, Progress>();
        results().forEach((transfer, result) -> progress.put(transfer, Progress.done(result, verdicts.get(transfer))));
        return progress;
    }

    DataType type() {
        return program.type();
    }

    /** Flags what is only known when it is over. */
    void flagOutcome() {
        for (var table : program.tables()) {
            table.flags().forEach(flagging -> accounts.values().forEach(account -> {
                switch (flagging.flag()) {
                    case FlagRule.SameUser s -> {}
                    case FlagRule.Replaced r -> account.flag(r.name(), account.removedRows(), List.of());
                    case FlagRule.Gained g -> account.flag(g.name(), account.moved(), List.of());
                }
            }));
        }
    }

    private void collapse(Collapsing rule) {
        var clashes = locked(rule.lock(), clashing);
        if (!clashes.isEmpty()) {
            rule.first().forEach(sql -> effects(sql, clashes, true));
            effects(rule.collapse(), clashes, true);
        }
    }

    private void rename(Renaming rule) {
        var clashes = locked(rule.lock(), clashing);
        for (var pass = 0; !clashes.isEmpty(); pass++) {
            if (pass == MOST_RENAME_PASSES) {
                throw new RowsWithheld("Renaming rows of %s for transfer %s does not come to an end"
                        .formatted(type().name(), clashes.getFirst().transfer()));
            }
            effects(rule.rename(), clashes, true);
            clashes = locked(rule.lock(), clashes);
        }
    }

    /** Those of the pairs that have clashes, the clashing rows now locked. */
    private List<Pair> locked(String sql, List<Pair> candidates) {
        if (candidates.isEmpty()) {
            return candidates;
        }
        var found = pipeline.now(sql, candidates, (row, n) -> TransferId.of(row.getString("transfer_id")));
        return candidates.stream().filter(p -> found.contains(p.transfer())).toList();
    }

    private void effects(String sql, List<Pair> on, boolean byRule) {
        if (!on.isEmpty()) {
            pipeline.later(sql, on, Statements.EFFECT, effects ->
                    effects.forEach(e -> accounts.get(e.transfer()).add(e, byRule)));
        }
    }

    private void flag(Flagging flagging, String sql) {
        if (!givers.isEmpty()) {
            pipeline.later(sql, givers, FlagSql.FLAGGED, flagged ->
                    flagged.forEach(f -> accounts.get(f.transfer())
                            .flag(flagging.flag().name(), f.rows(), f.examples())));
        }
    }

    /** What the result says beside the counts. */
    static Optional<String> reason(Verdict verdict) {
        return switch (verdict) {
            case KEEP -> Optional.of("KEPT_EMPTY_SOURCE");
            case WIPE -> Optional.of("WIPED_TARGET");
            case MOVE, REPLACE -> Optional.empty();
        };
    }
}
