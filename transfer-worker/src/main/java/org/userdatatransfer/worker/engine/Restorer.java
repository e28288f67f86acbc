package org.userdatatransfer.worker.engine;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.engine.restore.LedgerEntry;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.restore.LedgerRows;
import org.userdatatransfer.worker.engine.restore.RestoreOrder;
import org.userdatatransfer.worker.engine.restore.RestoreSql;
import org.userdatatransfer.worker.engine.restore.ThirdUsers;
import org.userdatatransfer.worker.transfer.TransferId;

/** Takes entries of the ledger back, as far as no constraint forbids it; within the caller's transaction. */
final class Restorer {

    private final JdbcClient jdbc;
    private final Statements statements;
    private final ProductSchema schema;
    private final String userType;
    private final TransactionOperations savepoint;
    private final ThirdUsers thirds;

    /** @param savepoint runs nested in the caller's transaction, so that a violation costs one statement only */
    Restorer(
            JdbcClient jdbc,
            Statements statements,
            ProductSchema schema,
            String userType,
            TransactionOperations savepoint,
            ThirdUsers thirds) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.schema = schema;
        this.userType = userType;
        this.savepoint = savepoint;
        this.thirds = thirds;
    }

    /** @param entries newest first */
    void restore(
            TypeProgram program,
            List<Handover> handovers,
            List<LedgerEntry> entries,
            Map<TransferId, Account> accounts) {
        if (entries.isEmpty()) {
            return;
        }
        restored(program, handovers, entries).forEach(restoration -> restoration.account(accounts));
    }

    /**
     * Mostly nothing forbids anything, and then no statement needs a savepoint of its own. Mostly several transfers
     * have nothing to do with each other either. But where anything is left as it is, somebody has been there, and one
     * may have got a row that another had: then the latest goes first, whosoever's it is.
     */
    private List<Restoration> restored(TypeProgram program, List<Handover> handovers, List<LedgerEntry> entries) {
        try {
            var shareRows = thirds.mayComeBackWith(program.type());
            var atOnce = savepoint.execute(status -> {
                var restorations = restorations(program, handovers, entries, Attempt.unchecked(savepoint), shareRows);
                restorations.forEach(Restoration::atOnce);
                new DeferredConstraints(jdbc, savepoint).check();
                if (handovers.size() > 1 && restorations.stream().anyMatch(Restoration::hasLeftAny)) {
                    status.setRollbackOnly();
                    return Optional.<List<Restoration>>empty();
                }
                return Optional.of(restorations);
            });
            return atOnce.orElseGet(() -> restoredAsFarAsAllowed(program, handovers, entries));
        } catch (DataIntegrityViolationException e) {
            return restoredAsFarAsAllowed(program, handovers, entries);
        }
    }

    /**
     * A deferred constraint may be broken for as long as rows are missing that refer to each other. If it still is when
     * all are there, the commit would fail with everything: so they are restored once more, each statement checked at
     * once, to list what is forbidden. If they are not met even before we begin, something earlier in the transaction
     * is to blame: then nothing is checked here, and the commit fails.
     */
    private List<Restoration> restoredAsFarAsAllowed(
            TypeProgram program, List<Handover> handovers, List<LedgerEntry> entries) {
        var constraints = new DeferredConstraints(jdbc, savepoint);
        var unchecked = savepoint.execute(status -> {
            var restorations = asFarAsAllowed(
                    restorations(program, handovers, entries, Attempt.unchecked(savepoint), true));
            if (constraints.areMet()) {
                return Optional.of(restorations);
            }
            status.setRollbackOnly();
            return Optional.<List<Restoration>>empty();
        });
        return unchecked.orElseGet(() -> asFarAsAllowed(restorations(
                program,
                handovers,
                entries,
                constraints.areMet() ? constraints.checkedAttempt() : Attempt.unchecked(savepoint),
                true)));
    }

    private static List<Restoration> asFarAsAllowed(List<Restoration> restorations) {
        restorations.forEach(Restoration::asFarAsAllowed);
        tryAgain(restorations);
        return restorations;
    }

    private List<Restoration> restorations(
            TypeProgram program,
            List<Handover> handovers,
            List<LedgerEntry> entries,
            Attempt attempt,
            boolean shareRows) {
        var byTransfer = handovers.stream().collect(toMap(Handover::transfer, identity()));
        var restorations = new ArrayList<Restoration>();
        for (var together : RestoreOrder.of(entries, shareRows)) {
            var work = together.getFirst().work();
            var concerned = together.stream()
                    .map(e -> byTransfer.get(e.transfer()))
                    .distinct()
                    .toList();
            restorations.add(new Restoration(statements, attempt, work, sql(program, work), concerned, together));
        }
        return restorations;
    }

    /** A row may have needed one that came after it. */
    private static void tryAgain(List<Restoration> restorations) {
        boolean progress;
        do {
            progress = false;
            for (var restoration : restorations) {
                progress |= restoration.again();
            }
        } while (progress);
    }

    private RestoreSql sql(TypeProgram program, Work work) {
        var users = program.boundTables().stream()
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
