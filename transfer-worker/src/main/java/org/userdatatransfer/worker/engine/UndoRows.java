package org.userdatatransfer.worker.engine;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.transfer.TransferId;

/** Takes back what a data type's sub-task did, at once or in slices; within the caller's transaction. */
final class UndoRows {

    private final JdbcClient jdbc;
    private final Statements statements;
    private final Restorer restorer;
    private final EngineSettings settings;
    private final Succession succession;

    UndoRows(
            JdbcClient jdbc, Statements statements, Restorer restorer, EngineSettings settings, Succession succession) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.restorer = restorer;
        this.settings = settings;
        this.succession = succession;
    }

    /**
     * Takes everything back, but where there is much of it, that is put off to {@link #next}.
     *
     * @param pairs with the epoch whose entries are taken back
     */
    Map<TransferId, Progress> undo(TypeProgram program, List<Pair> pairs) {
        succession.undo(program.type(), pairs);
        var before = RowCounts.glance(program, pairs, statements.pipeline());
        var entries = entries(program, pairs, Long.MAX_VALUE, settings.largeRows() + 1L);
        var rows = entries.stream().collect(groupingBy(LedgerEntry::transfer, summingLong(LedgerEntry::rows)));
        Predicate<TransferId> large = transfer -> rows.getOrDefault(transfer, 0L) > settings.largeRows()
                || RowCounts.isTooMuch(before.get(transfer), settings);
        var accounts = Accounts.opened(pairs, before, true);
        restorer.takeBack(program, pairs, entries.stream().filter(e -> !large.test(e.transfer())).toList(), accounts);
        var small = pairs.stream().filter(p -> !large.test(p.transfer())).toList();
        var progress = new LinkedHashMap<>(finish(program, small, accounts));
        pairs.stream()
                .map(Pair::transfer)
                .filter(large)
                .forEach(transfer -> progress.put(transfer, Progress.notBegun(program.type().name())));
        return progress;
    }

    /** Takes back the next part of what there is, newest first. */
    Progress next(TypeProgram program, Pair pair, Progress last) {
        succession.undoMore(program.type());
        if (!last.isBegun()) {
            return begin(program, pair);
        }
        var account = Account.resumed(last.result(), 0, true);
        return next(program, pair, account, last.result().rowsPlanned(), last.cursor());
    }

    private Progress begin(TypeProgram program, Pair pair) {
        var before = RowCounts.of(program, List.of(pair), statements.pipeline()).get(pair.transfer());
        var planned = jdbc.sql(LedgerEntry.ROWS)
                .param("transfer", pair.transfer().value())
                .param("type", program.type().name().value())
                .param("epoch", pair.epoch())
                .query(Long.class)
                .single();
        return next(program, pair, new Account(before, true), planned, Long.MAX_VALUE);
    }

    private Progress next(TypeProgram program, Pair pair, Account account, long planned, long below) {
        var accounts = Map.of(pair.transfer(), account);
        var part = entries(program, List.of(pair), below, settings.sliceRows());
        restorer.takeBack(program, List.of(pair), part, accounts);
        return part.stream().mapToLong(LedgerEntry::rows).sum() < settings.sliceRows()
                ? finish(program, List.of(pair), accounts).get(pair.transfer())
                : ongoing(program, account, planned, part.getLast().id());
    }

    private static Progress ongoing(TypeProgram program, Account account, long planned, long cursor) {
        return new Progress(account.inProgress(program.type().name(), planned), Verdict.RESTORE, cursor, 0);
    }

    private Map<TransferId, Progress> finish(
            TypeProgram program, List<Pair> pairs, Map<TransferId, Account> accounts) {
        if (pairs.isEmpty()) {
            return Map.of();
        }
        RowCounts.of(program, pairs, statements.pipeline())
                .forEach((transfer, now) -> accounts.get(transfer).counted(now));
        return pairs.stream()
                .collect(toMap(
                        Pair::transfer,
                        p -> Progress.done(
                                accounts.get(p.transfer()).done(program.type().name(), Verdict.RESTORE),
                                Verdict.RESTORE)));
    }

    /** @param rows after how many rows of a transfer there is enough of it */
    private List<LedgerEntry> entries(TypeProgram program, List<Pair> pairs, long below, long rows) {
        return jdbc.sql(LedgerEntry.NEWEST)
                .param("transfers", pairs.stream().map(p -> p.transfer().toString()).toArray(String[]::new))
                .param("epochs", pairs.stream().map(Pair::epoch).toArray(Integer[]::new))
                .param("below", below)
                .param("rows", rows)
                .param("type", program.type().name().value())
                .query(LedgerEntry::read)
                .list();
    }
}
