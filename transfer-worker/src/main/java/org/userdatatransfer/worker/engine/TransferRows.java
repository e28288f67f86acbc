package org.userdatatransfer.worker.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.engine.Account.Counts;
import org.userdatatransfer.worker.engine.Statements.Effect;
import org.userdatatransfer.worker.engine.TableProgram.Closing;
import org.userdatatransfer.worker.engine.TableProgram.Collapsing;
import org.userdatatransfer.worker.engine.TableProgram.Renaming;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;

/** Moves the rows of one data type for a batch of transfers, within the caller's transaction. */
final class TransferRows {

    private static final int MOST_RENAME_PASSES = 1_000;

    private final Statements statements;
    private final RowCounts counts;
    private final GroupEmptiness emptiness;

    TransferRows(Statements statements, RowCounts counts, GroupEmptiness emptiness) {
        this.statements = statements;
        this.counts = counts;
        this.emptiness = emptiness;
    }

    /**
     * @throws RowsWithheld if rows were lost or held back, naming the transfer
     */
    Map<TransferId, DataTypeResult> transfer(TypeProgram program, List<Pair> pairs, Map<TransferId, Counts> before) {
        return new Run(program, pairs, before).transfer();
    }

    /** Moves rows that came late, after the data type was done: nothing of the target's is removed. */
    Map<TransferId, DataTypeResult> late(TypeProgram program, List<Pair> pairs) {
        return new Run(program, pairs, counts.of(program, pairs)).late();
    }

    private final class Run {

        private final TypeProgram program;
        private final List<Pair> pairs;
        private final Map<TransferId, Account> accounts = new LinkedHashMap<>();
        private final Map<TransferId, Verdict> verdicts = new LinkedHashMap<>();

        private Run(TypeProgram program, List<Pair> pairs, Map<TransferId, Counts> before) {
            this.program = program;
            this.pairs = pairs;
            pairs.forEach(p -> accounts.put(p.transfer(), new Account(before.get(p.transfer()))));
        }

        private Map<TransferId, DataTypeResult> transfer() {
            pairs.forEach(p -> verdicts.put(p.transfer(), Verdict.MOVE));
            if (program.type().strategy() == Strategy.OVERWRITE) {
                verdicts.putAll(emptiness.verdicts(program.type(), pairs, t -> accounts.get(t).before()));
            }
            return run(program.tables());
        }

        private Map<TransferId, DataTypeResult> late() {
            pairs.forEach(p -> verdicts.put(p.transfer(), Verdict.MOVE));
            return run(program.late());
        }

        private Map<TransferId, DataTypeResult> run(List<TableProgram> tables) {
            var active = pairs.stream().filter(this::isActive).toList();
            if (!active.isEmpty()) {
                tables.forEach(table -> run(table, active));
                counts.of(program, active).forEach((transfer, now) -> accounts.get(transfer).counted(now));
                active.forEach(p -> check(p.transfer(), accounts.get(p.transfer())));
            }
            var results = new LinkedHashMap<TransferId, DataTypeResult>();
            accounts.forEach((transfer, account) -> results.put(transfer, close(transfer, account)));
            return results;
        }

        private boolean isActive(Pair pair) {
            var before = accounts.get(pair.transfer()).before();
            return switch (verdicts.get(pair.transfer())) {
                case KEEP -> false;
                case MOVE -> before.source() > 0;
                case REPLACE, WIPE -> before.source() > 0 || before.target() > 0;
            };
        }

        private void run(TableProgram table, List<Pair> active) {
            var givers = having(active, c -> c.source() > 0);
            var clashing = having(givers, c -> c.target() > 0);
            for (var rule : table.rules()) {
                switch (rule) {
                    case Collapsing c -> collapse(c, clashing);
                    case Renaming r -> rename(r, clashing);
                    case Closing c -> effects(c.close(), givers, true);
                }
            }
            table.flags().forEach(flagging -> flagging.find().ifPresent(sql -> flag(flagging.flag(), sql, givers)));
            var losers = having(active, c -> c.target() > 0).stream()
                    .filter(p -> verdicts.get(p.transfer()) != Verdict.MOVE)
                    .toList();
            for (var removal : table.removals()) {
                removal.lock().ifPresent(sql -> statements.query(sql, losers, (row, n) -> row.getLong(1)));
                removal.children().forEach(sql -> effects(sql, losers, false));
                effects(removal.archive(), losers, false);
            }
            table.moves().forEach(move -> move.statements().forEach(sql -> effects(sql, givers, false)));
        }

        private List<Pair> having(List<Pair> among, Predicate<Counts> condition) {
            return among.stream()
                    .filter(p -> condition.test(accounts.get(p.transfer()).before()))
                    .toList();
        }

        private void collapse(Collapsing rule, List<Pair> clashing) {
            var clashes = locked(rule.lock(), clashing);
            if (!clashes.isEmpty()) {
                rule.first().forEach(sql -> effects(sql, clashes, true));
                effects(rule.collapse(), clashes, true);
            }
        }

        private void rename(Renaming rule, List<Pair> clashing) {
            var clashes = locked(rule.lock(), clashing);
            for (var pass = 0; !clashes.isEmpty(); pass++) {
                if (pass == MOST_RENAME_PASSES) {
                    throw new RowsWithheld("Renaming rows of %s for transfer %s does not come to an end"
                            .formatted(program.type().name(), clashes.getFirst().transfer()));
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
            var clashing = statements.query(sql, candidates, (row, n) -> TransferId.of(row.getString("transfer_id")));
            return candidates.stream().filter(p -> clashing.contains(p.transfer())).toList();
        }

        private void effects(String sql, List<Pair> on, boolean byRule) {
            if (!on.isEmpty()) {
                for (Effect effect : statements.effects(sql, on)) {
                    accounts.get(effect.transfer()).add(effect, byRule);
                }
            }
        }

        private void flag(FlagRule flag, String sql, List<Pair> givers) {
            if (!givers.isEmpty()) {
                statements.query(sql, givers, (row, n) -> {
                    var examples = List.of((String[]) row.getArray("examples").getArray());
                    accounts.get(TransferId.of(row.getString("transfer_id")))
                            .flag(flag.name(), row.getLong("rows"), examples);
                    return true;
                });
            }
        }

        /** A live type may gain rows of the source at any time: VERIFY takes them. */
        private void check(TransferId transfer, Account account) {
            var tally = account.tally();
            if (tally.live() < 0 || tally.sourceAfter() > 0 && !program.type().live()) {
                throw new RowsWithheld(
                        "Data type %s of transfer %s: %d rows of the source stayed behind and %d vanished; a trigger or another writer interferes"
                                .formatted(program.type().name(), transfer, tally.sourceAfter(), -Math.min(0, tally.live())));
            }
        }

        private DataTypeResult close(TransferId transfer, Account account) {
            for (var table : program.tables()) {
                for (var flagging : table.flags()) {
                    switch (flagging.flag()) {
                        case FlagRule.SameUser s -> {}
                        case FlagRule.Replaced r -> account.flag(r.name(), account.removedRows(), List.of());
                        case FlagRule.Gained g -> account.flag(g.name(), account.moved(), List.of());
                    }
                }
            }
            return switch (verdicts.get(transfer)) {
                case KEEP ->
                    account.done(
                            program.type().name(),
                            Optional.of("KEPT_EMPTY_SOURCE"),
                            Optional.of("The source has no rows to overwrite with; the target keeps its own"));
                case WIPE -> {
                    account.flag("TARGET_WIPED", account.removedRows(), List.of());
                    yield account.done(program.type().name(), Optional.of("WIPED_TARGET"), Optional.empty());
                }
                case MOVE, REPLACE -> account.done(program.type().name(), Optional.empty(), Optional.empty());
            };
        }
    }
}
