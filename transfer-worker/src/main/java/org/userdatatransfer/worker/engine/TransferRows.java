package org.userdatatransfer.worker.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;

/** Moves the rows of one data type for a batch of transfers, within the caller's transaction. */
final class TransferRows {

    private final Statements statements;
    private final RowCounts counts;
    private final GroupEmptiness emptiness;
    private final SlicedTransfer slices;
    private final Succession succession;
    private final EngineSettings settings;

    TransferRows(
            Statements statements,
            RowCounts counts,
            GroupEmptiness emptiness,
            SlicedTransfer slices,
            Succession succession,
            EngineSettings settings) {
        this.statements = statements;
        this.counts = counts;
        this.emptiness = emptiness;
        this.slices = slices;
        this.succession = succession;
        this.settings = settings;
    }

    /**
     * Does the data type for all pairs but those for which it is large: others wait in the same queue.
     *
     * @throws RowsWithheld if rows were lost or held back, naming the transfer
     */
    Map<TransferId, Progress> transfer(TypeProgram program, List<Pair> pairs) {
        var before = counts.upTo(settings.sliceRows(), program, pairs);
        var verdicts = emptiness.verdicts(program.type(), pairs, before::get);
        var progress = new LinkedHashMap<TransferId, Progress>();
        var small = new ArrayList<Pair>();
        for (var pair : pairs) {
            var counts = before.get(pair.transfer());
            if (counts.isUpTo(settings.sliceRows()) && !slices.isLarge(counts, verdicts.get(pair.transfer()))) {
                small.add(pair);
            } else {
                progress.put(pair.transfer(), Progress.notBegun(program.type().name()));
            }
        }
        progress.putAll(whole(program, small, before, verdicts));
        return progress;
    }

    /** What one pair has been put off for: begins with it, or does it if there is not so much to do after all. */
    Progress begin(TypeProgram program, Pair pair) {
        var pairs = List.of(pair);
        var before = counts.of(program, pairs);
        var verdicts = emptiness.verdicts(program.type(), pairs, before::get);
        var counted = before.get(pair.transfer());
        var verdict = verdicts.get(pair.transfer());
        if (!slices.isLarge(counted, verdict)) {
            return whole(program, pairs, before, verdicts).get(pair.transfer());
        }
        succession.remember(program.type(), pairs);
        return slices.begin(program, pair, counted, verdict);
    }

    private Map<TransferId, Progress> whole(
            TypeProgram program, List<Pair> pairs, Map<TransferId, Counts> before, Map<TransferId, Verdict> verdicts) {
        succession.remember(program.type(), pairs);
        var progress = new LinkedHashMap<TransferId, Progress>();
        run(program, program.tables(), pairs, before, verdicts)
                .forEach((transfer, result) ->
                        progress.put(transfer, Progress.done(result, verdicts.get(transfer))));
        return progress;
    }

    /** Moves rows that came late, after the data type was done: nothing of the target's is removed. */
    Map<TransferId, DataTypeResult> late(TypeProgram program, List<Pair> pairs) {
        var verdicts = pairs.stream().collect(Collectors.toMap(Pair::transfer, p -> Verdict.MOVE));
        return run(program, program.late(), pairs, counts.of(program, pairs), verdicts);
    }

    private Map<TransferId, DataTypeResult> run(
            TypeProgram program,
            List<TableProgram> tables,
            List<Pair> pairs,
            Map<TransferId, Counts> before,
            Map<TransferId, Verdict> verdicts) {
        var accounts = TypeRun.accounts(pairs, before, program.type().live());
        var run = new TypeRun(statements, program.type().name(), pairs, verdicts, accounts);
        for (var table : tables) {
            run.resolve(table);
            table.removals().forEach(run::remove);
            run.move(table);
        }
        tables.forEach(run::flagOutcome);
        count(program, pairs, verdicts, accounts);
        var results = new LinkedHashMap<TransferId, DataTypeResult>();
        accounts.forEach((transfer, account) ->
                results.put(transfer, account.done(program.type().name(), verdicts.get(transfer))));
        return results;
    }

    private void count(
            TypeProgram program,
            List<Pair> pairs,
            Map<TransferId, Verdict> verdicts,
            Map<TransferId, Account> accounts) {
        var touched = pairs.stream()
                .filter(p -> verdicts.get(p.transfer()) != Verdict.KEEP)
                .toList();
        if (!touched.isEmpty()) {
            counts.of(program, touched).forEach((transfer, now) -> accounts.get(transfer).counted(now));
            touched.forEach(p -> accounts.get(p.transfer()).refuseTrouble(program.type(), p.transfer()));
        }
    }
}
