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
     * @param handovers with the epoch whose entries are taken back
     */
    Map<TransferId, Progress> undo(TypeProgram program, List<Handover> handovers) {
        succession.undo(program.type(), handovers);
        var before = RowCounts.glance(program, handovers, statements.pipeline());
        var entries = entries(program, handovers, Long.MAX_VALUE, settings.largeRows() + 1L);
        var rows = entries.stream().collect(groupingBy(LedgerEntry::transfer, summingLong(LedgerEntry::rows)));
        Predicate<TransferId> large = transfer -> rows.getOrDefault(transfer, 0L) > settings.largeRows()
                || RowCounts.isTooMuch(before.get(transfer), settings);
        var accounts = Accounts.opened(handovers, before, true);
        restorer.takeBack(
                program, handovers, entries.stream().filter(e -> !large.test(e.transfer())).toList(), accounts);
        var small = handovers.stream().filter(h -> !large.test(h.transfer())).toList();
        var progress = new LinkedHashMap<>(finish(program, small, accounts));
        handovers.stream()
                .map(Handover::transfer)
                .filter(large)
                .forEach(transfer -> progress.put(transfer, Progress.notBegun(program.type().name())));
        return progress;
    }

    /** Takes back the next part of what there is, newest first. */
    Progress next(TypeProgram program, Handover handover, Progress last) {
        succession.undoMore(program.type());
        if (!last.isBegun()) {
            return begin(program, handover);
        }
        var account = Account.resumed(last.result(), 0, true);
        return next(program, handover, account, last.result().rowsPlanned(), last.cursor());
    }

    private Progress begin(TypeProgram program, Handover handover) {
        var before = RowCounts.of(program, List.of(handover), statements.pipeline()).get(handover.transfer());
        var planned = jdbc.sql(LedgerEntry.ROWS)
                .param("transfer", handover.transfer().value())
                .param("type", program.type().name().value())
                .param("epoch", handover.epoch())
                .query(Long.class)
                .single();
        return next(program, handover, new Account(before, true), planned, Long.MAX_VALUE);
    }

    private Progress next(TypeProgram program, Handover handover, Account account, long planned, long below) {
        var accounts = Map.of(handover.transfer(), account);
        var part = entries(program, List.of(handover), below, settings.sliceRows());
        restorer.takeBack(program, List.of(handover), part, accounts);
        return part.stream().mapToLong(LedgerEntry::rows).sum() < settings.sliceRows()
                ? finish(program, List.of(handover), accounts).get(handover.transfer())
                : ongoing(program, account, planned, part.getLast().id());
    }

    private static Progress ongoing(TypeProgram program, Account account, long planned, long cursor) {
        return new Progress(account.inProgress(program.type().name(), planned), Verdict.RESTORE, cursor, 0);
    }

    private Map<TransferId, Progress> finish(
            TypeProgram program, List<Handover> handovers, Map<TransferId, Account> accounts) {
        if (handovers.isEmpty()) {
            return Map.of();
        }
        RowCounts.of(program, handovers, statements.pipeline())
                .forEach((transfer, now) -> accounts.get(transfer).counted(now));
        return handovers.stream()
                .collect(toMap(
                        Handover::transfer,
                        h -> Progress.done(
                                accounts.get(h.transfer()).done(program.type().name(), Verdict.RESTORE),
                                Verdict.RESTORE)));
    }

    /** @param rows after how many rows of a transfer there is enough of it */
    private List<LedgerEntry> entries(TypeProgram program, List<Handover> handovers, long below, long rows) {
        return jdbc.sql(LedgerEntry.NEWEST)
                .param("transfers", handovers.stream().map(h -> h.transfer().toString()).toArray(String[]::new))
                .param("epochs", handovers.stream().map(Handover::epoch).toArray(Integer[]::new))
                .param("below", below)
                .param("rows", rows)
                .param("type", program.type().name().value())
                .query(LedgerEntry::read)
                .list();
    }
}
