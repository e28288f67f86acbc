package org.userdatatransfer.worker.engine;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.catalogue.ProductSchema;
import org.userdatatransfer.worker.engine.LedgerEntry.Work;
import org.userdatatransfer.worker.transfer.TransferId;

/** Takes back, through the ledger, what a data type's sub-task did; within the caller's transaction. */
final class UndoRows {

    private final JdbcClient jdbc;
    private final Statements statements;
    private final ProductSchema schema;
    private final String userType;
    private final TransactionOperations savepoint;
    private final EngineSettings settings;
    private final Succession succession;
    private final ThirdUsers thirds;

    /** @param savepoint runs nested in the caller's transaction, so that a violation costs one statement only */
    UndoRows(
            JdbcClient jdbc,
            Statements statements,
            ProductSchema schema,
            String userType,
            TransactionOperations savepoint,
            EngineSettings settings,
            Succession succession,
            ThirdUsers thirds) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.schema = schema;
        this.userType = userType;
        this.savepoint = savepoint;
        this.settings = settings;
        this.succession = succession;
        this.thirds = thirds;
    }

    /**
     * Takes everything back, but where there is much of it, that is put off to {@link #next}.
     *
     * @param pairs with the epoch whose entries are taken back
     */
    Map<TransferId, Progress> undo(TypeProgram program, List<Pair> pairs) {
        succession.undo(program.type(), pairs);
        var before = RowCounts.glance(program, pairs, statements.pipeline());
        var entries = entries(program, pairs, Long.MAX_VALUE);
        var rows = entries.stream().collect(groupingBy(LedgerEntry::transfer, summingLong(LedgerEntry::rows)));
        Predicate<TransferId> large = transfer -> rows.getOrDefault(transfer, 0L) > settings.largeRows()
                || RowCounts.isTooMuch(before.get(transfer), settings);
        var accounts = Accounts.opened(pairs, before, true);
        takeBack(program, pairs, entries.stream().filter(e -> !large.test(e.transfer())).toList(), accounts);
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
        return next(program, pair, account, last.result().rowsPlanned(), entries(program, List.of(pair), last.cursor()));
    }

    private Progress begin(TypeProgram program, Pair pair) {
        var before = RowCounts.of(program, List.of(pair), statements.pipeline()).get(pair.transfer());
        var entries = entries(program, List.of(pair), Long.MAX_VALUE);
        var planned = entries.stream().mapToLong(LedgerEntry::rows).sum();
        return next(program, pair, new Account(before, true), planned, entries);
    }

    private Progress next(TypeProgram program, Pair pair, Account account, long planned, List<LedgerEntry> entries) {
        var accounts = Map.of(pair.transfer(), account);
        var part = new ArrayList<LedgerEntry>();
        var rows = 0L;
        for (var entry : entries) {
            if (rows >= settings.sliceRows()) {
                takeBack(program, List.of(pair), part, accounts);
                return ongoing(program, account, planned, part.getLast().id());
            }
            part.add(entry);
            rows += entry.rows();
        }
        takeBack(program, List.of(pair), part, accounts);
        return finish(program, List.of(pair), accounts).get(pair.transfer());
    }

    private static Progress ongoing(TypeProgram program, Account account, long planned, long cursor) {
        return new Progress(account.inProgress(program.type().name(), planned), Verdict.RESTORE, cursor, 0);
    }

    private Map<TransferId, Progress> finish(
            TypeProgram program, List<Pair> pairs, Map<TransferId, Account> accounts) {
        if (pairs.isEmpty()) {
            return Map.of();
        }
        RowCounts.of(program, pairs, statements.pipeline()).forEach((transfer, now) -> accounts.get(transfer).counted(now));
        return pairs.stream()
                .collect(toMap(
                        Pair::transfer,
                        p -> Progress.done(
                                accounts.get(p.transfer()).done(program.type().name(), Verdict.RESTORE),
                                Verdict.RESTORE)));
    }

    private void takeBack(
            TypeProgram program, List<Pair> pairs, List<LedgerEntry> entries, Map<TransferId, Account> accounts) {
        if (entries.isEmpty()) {
            return;
        }
        takenBack(program, pairs, entries).forEach(taken -> taken.account(accounts));
    }

    /**
     * A deferred constraint may be broken for as long as rows are missing that refer to each other. If it still is when all
     * are there, the commit would fail with everything: so they are taken back once more, each statement checked at once,
     * to list what is forbidden. If they are not met even before we begin, something earlier in the transaction is to blame:
     * then nothing is checked here, and the commit fails.
     */
    private List<TakingBack> takenBack(TypeProgram program, List<Pair> pairs, List<LedgerEntry> entries) {
        var constraints = new DeferredConstraints(jdbc, savepoint);
        var unchecked = savepoint.execute(status -> {
            var taken = takenBack(program, pairs, entries, savepoint);
            if (constraints.areMet()) {
                return Optional.of(taken);
            }
            status.setRollbackOnly();
            return Optional.<List<TakingBack>>empty();
        });
        return unchecked.orElseGet(() -> takenBack(
                program, pairs, entries, constraints.areMet() ? constraints.checkedSavepoint() : savepoint));
    }

    private List<TakingBack> takenBack(
            TypeProgram program, List<Pair> pairs, List<LedgerEntry> entries, TransactionOperations attempt) {
        var byTransfer = pairs.stream().collect(toMap(Pair::transfer, identity()));
        var taken = new ArrayList<TakingBack>();
        for (var together : runs(entries)) {
            var work = together.getFirst().work();
            var concerned = together.stream()
                    .map(e -> byTransfer.get(e.transfer()))
                    .distinct()
                    .toList();
            var taking = new TakingBack(jdbc, statements, attempt, work, restore(program, work), concerned);
            taking.all(together);
            taken.add(taking);
        }
        tryAgain(taken);
        return taken;
    }

    /** A row may have needed one that came after it. */
    private static void tryAgain(List<TakingBack> taken) {
        boolean progress;
        do {
            progress = false;
            for (var taking : taken) {
                progress |= taking.again();
            }
        } while (progress);
    }

    private List<LedgerEntry> entries(TypeProgram program, List<Pair> pairs, long below) {
        return jdbc.sql(LedgerEntry.NEWEST)
                .param("transfers", pairs.stream().map(p -> p.transfer().toString()).toArray(String[]::new))
                .param("epochs", pairs.stream().map(Pair::epoch).toArray(Integer[]::new))
                .param("below", below)
                .param("type", program.type().name().value())
                .query(LedgerEntry::read)
                .list();
    }

    /** Neighbours of the same work, so that one statement takes them back together. */
    private static List<List<LedgerEntry>> runs(List<LedgerEntry> newestFirst) {
        var runs = new ArrayList<List<LedgerEntry>>();
        for (var entry : newestFirst) {
            if (runs.isEmpty() || !runs.getLast().getFirst().work().equals(entry.work())) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(entry);
        }
        return runs;
    }

    private RestoreSql restore(TypeProgram program, Work work) {
        var users = program.grounds().stream()
                .filter(g -> g.shape().table().equals(work.table()))
                .findFirst()
                .map(g -> g.table().users())
                .orElse(List.of());
        return RestoreSql.of(
                new LedgerRows(program.type(), userType),
                work,
                schema.table(work.table()),
                users,
                thirds.columns(work.table()));
    }
}
