package org.userdatatransfer.worker.engine;

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

    TransferRows(Statements statements, RowCounts counts, GroupEmptiness emptiness, SlicedTransfer slices, Succession succession) {
        this.statements = statements;
        this.counts = counts;
        this.emptiness = emptiness;
        this.slices = slices;
        this.succession = succession;
    }

    /**
     * Does the data type for all pairs, but only begins with it where it is large.
     *
     * @throws RowsWithheld if rows were lost or held back, naming the transfer
     */
    Map<TransferId, Progress> transfer(TypeProgram program, List<Pair> pairs) {
        var before = counts.of(program, pairs);
        var verdicts = emptiness.verdicts(program.type(), pairs, before::get);
        succession.remember(program.type(), pairs);
        var large = pairs.stream()
                .filter(p -> slices.isLarge(before.get(p.transfer()), verdicts.get(p.transfer())))
                .toList();
        var small = pairs.stream().filter(p -> !large.contains(p)).toList();
        var progress = new LinkedHashMap<TransferId, Progress>();
        run(program, program.tables(), small, before, verdicts)
                .forEach((transfer, result) ->
                        progress.put(transfer, Progress.done(result, verdicts.get(transfer))));
        large.forEach(p -> progress.put(
                p.transfer(),
                slices.begin(program, p, before.get(p.transfer()), verdicts.get(p.transfer()))));
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
