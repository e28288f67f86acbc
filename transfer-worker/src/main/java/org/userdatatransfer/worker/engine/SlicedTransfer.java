package org.userdatatransfer.worker.engine;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.engine.Statements.Effect;
import org.userdatatransfer.worker.engine.program.TableProgram.Removal;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.transfer.DataTypeName;

/**
 * Moves a large data type of one transfer in parts, each in a transaction of its caller's: first what conflict rules
 * and rows with children need, then all removals, then the moves. It goes on where the last slice left off, so that no
 * removal ever runs after a move. What others write between two slices is late: it is moved too, and yields where it
 * clashes.
 */
final class SlicedTransfer {

    /**
     * Where the last removals and the moves begin among the numbers of a data type's statements. The next slice may be
     * another worker's, which knows of other partitions: what comes first, the removals from these, the last ones or
     * the moves, is always the same, while a number within one of the three may mean another statement.
     */
    private static final long LAST_REMOVALS = 1_000_000;

    private static final long MOVES = 2_000_000;

    private final Statements statements;
    private final TransactionOperations savepoint;
    private final EngineSettings settings;

    /** @param savepoint runs nested in the caller's transaction, so that a clash costs one statement only */
    SlicedTransfer(Statements statements, TransactionOperations savepoint, EngineSettings settings) {
        this.statements = statements;
        this.savepoint = savepoint;
        this.settings = settings;
    }

    /** Whether the data type is so large for this handover that one transaction would take too long. */
    boolean isLarge(Counts before, Verdict verdict) {
        return verdict != Verdict.KEEP
                && before.source() + (verdict.removes() ? before.target() : 0) > settings.largeRows();
    }

    /** What cannot be cut: rules, flags, and rows that others hang on. */
    Progress begin(TypeProgram program, Handover handover, Counts before, Verdict verdict, Pipeline pipeline) {
        var account = new Account(before, program.type().live());
        var run = new TypeRun(pipeline, Accounts.ofOne(program, handover, account, verdict), List.of(handover));
        for (var table : program.tables()) {
            run.resolve(table);
            table.removals().stream().filter(r -> r.slices().isEmpty()).forEach(run::remove);
        }
        pipeline.flush();
        return progress(program.type().name(), account, verdict, 0);
    }

    Progress next(TypeProgram program, Handover handover, Progress.Transferring last) {
        var inOrder = inOrder(program, last.verdict());
        var account = Account.resumed(last.result(), last.removedRows(), program.type().live());
        var current = inOrder.ceilingEntry(last.cursor());
        var left = settings.sliceRows();
        late(program, handover, account, account.before(), run -> program.late().forEach(run::close));
        while (current != null && left > 0) {
            var done = slice(program, current.getValue(), handover, left, account);
            left -= done;
            // Fewer than asked for may be those that somebody has just changed: only where there are none, there are
            // none left.
            if (done == 0) {
                current = inOrder.higherEntry(current.getKey());
            }
        }
        return current != null
                ? progress(program.type().name(), account, last.verdict(), current.getKey())
                : finish(program, handover, account, last.verdict());
    }

    private int slice(TypeProgram program, String sql, Handover handover, int limit, Account account) {
        var effects = effects(program, sql, handover, limit, account);
        effects.forEach(effect -> account.add(effect, false));
        return effects.stream().mapToInt(effect -> (int) effect.rows()).sum();
    }

    private List<Effect> effects(TypeProgram program, String sql, Handover handover, int limit, Account account) {
        try {
            return savepoint.execute(status -> statements.slice(sql, handover, limit));
        } catch (DataIntegrityViolationException clash) {
            late(program, handover, account, count(program, handover), run -> program.late().forEach(run::settle));
            return statements.slice(sql, handover, limit);
        }
    }

    private Counts count(TypeProgram program, Handover handover) {
        return RowCounts.of(program, List.of(handover), statements.pipeline()).get(handover.transfer());
    }

    /** Does something about rows that came after the first slice. */
    private void late(TypeProgram program, Handover handover, Account account, Counts now, Consumer<TypeRun> what) {
        var late = new Account(now, program.type().live());
        var pipeline = statements.pipeline();
        what.accept(new TypeRun(pipeline, Accounts.ofOne(program, handover, late, Verdict.MOVE), List.of(handover)));
        pipeline.flush();
        account.add(late);
    }

    /** All removals, those from partitions that are new since the start of the worker in one go; then the moves. */
    private static NavigableMap<Long, String> inOrder(TypeProgram program, Verdict verdict) {
        var inOrder = new TreeMap<Long, String>();
        if (verdict.removes()) {
            var removals = program.tables().stream()
                    .flatMap(t -> t.removals().stream())
                    .filter(r -> !r.slices().isEmpty())
                    .toList();
            number(inOrder, 0, removals.stream().flatMap(r -> r.slices().stream()));
            number(inOrder, LAST_REMOVALS, removals.stream().map(Removal::archive));
        }
        var moves = program.tables().stream().flatMap(t -> t.moves().stream());
        number(inOrder, MOVES, moves.flatMap(m -> m.slices().stream()));
        return inOrder;
    }

    private static void number(Map<Long, String> inOrder, long first, Stream<String> statements) {
        var next = first;
        for (var sql : statements.toList()) {
            inOrder.put(next++, sql);
        }
    }

    private Progress progress(DataTypeName type, Account account, Verdict verdict, long cursor) {
        var before = account.before();
        var planned = before.source() + (verdict.removes() ? before.target() : 0);
        return new Progress.Transferring(account.inProgress(type, planned), verdict, cursor, account.removedRows());
    }

    private Progress finish(TypeProgram program, Handover handover, Account account, Verdict verdict) {
        account.counted(count(program, handover));
        if (account.after().source() > 0) {
            late(program, handover, account, account.after(), run -> program.late().forEach(table -> {
                run.resolve(table);
                run.move(table);
            }));
            account.counted(count(program, handover));
        }
        Conservation.demandNothingLeft(program.type(), handover.transfer(), account.tally());
        Accounts.ofOne(program, handover, account, verdict).flagOutcome();
        return new Progress.Done(account.done(program.type().name(), verdict));
    }
}
