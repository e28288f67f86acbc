package org.userdatatransfer.worker.engine;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.engine.restore.LedgerEntry;
import org.userdatatransfer.worker.transfer.TransferId;

/** Takes back what a data type's sub-task did, at once or in slices; within the caller's transaction. */
final class RestoreRows {

    private final JdbcClient jdbc;
    private final Statements statements;
    private final Restorer restorer;
    private final EngineSettings settings;
    private final Succession succession;

    RestoreRows(
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
     * @param handovers with the epoch whose entries are restored
     */
    Map<TransferId, Progress> restore(TypeProgram program, List<Handover> handovers) {
        succession.markUndone(program.type(), handovers);
        var before = RowCounts.glance(program, handovers, statements.pipeline());
        var entries = entries(program, handovers, Long.MAX_VALUE, settings.largeRows() + 1L);
        var rows = entries.stream().collect(groupingBy(LedgerEntry::transfer, summingLong(LedgerEntry::rows)));
        Predicate<TransferId> large = transfer -> rows.getOrDefault(transfer, 0L) > settings.largeRows()
                || RowCounts.isTooMuch(before.get(transfer), settings);
        var accounts = Accounts.accountsOf(handovers, before, true);
        restorer.restore(
                program, handovers, entries.stream().filter(e -> !large.test(e.transfer())).toList(), accounts);
        var small = handovers.stream().filter(h -> !large.test(h.transfer())).toList();
        var progress = new LinkedHashMap<>(finish(program, small, accounts));
        handovers.stream()
                .map(Handover::transfer)
                .filter(large)
                .forEach(transfer -> progress.put(transfer, Progress.NotBegun.of(program.type().name())));
        return progress;
    }

    /** Takes back the next part of what there is, newest first. */
    Progress next(TypeProgram program, Handover handover, Progress.Restoring last) {
        succession.lock(program.type());
        var account = Account.resumed(last.result(), 0, true);
        return next(program, handover, account, last.result().rowsPlanned(), last.below());
    }

    /** Takes back the first part of what has been put off. */
    Progress begin(TypeProgram program, Handover handover) {
        succession.lock(program.type());
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
        restorer.restore(program, List.of(handover), part, accounts);
        if (part.stream().mapToLong(LedgerEntry::rows).sum() >= settings.sliceRows()) {
            return new Progress.Restoring(
                    account.inProgress(program.type().name(), planned), part.getLast().id());
        }
        succession.markUndone(program.type(), List.of(handover));
        return finish(program, List.of(handover), accounts).get(handover.transfer());
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
                        h -> new Progress.Done(
                                accounts.get(h.transfer()).undone(program.type().name()))));
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
