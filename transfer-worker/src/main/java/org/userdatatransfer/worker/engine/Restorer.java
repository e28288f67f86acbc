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
import org.userdatatransfer.worker.catalogue.ProductSchema;
import org.userdatatransfer.worker.engine.LedgerEntry.Work;
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
    void takeBack(
            TypeProgram program,
            List<Handover> handovers,
            List<LedgerEntry> entries,
            Map<TransferId, Account> accounts) {
        if (entries.isEmpty()) {
            return;
        }
        takenBack(program, handovers, entries).forEach(taken -> taken.account(accounts));
    }

    /** Mostly nothing forbids anything, and then no statement needs a savepoint of its own. */
    private List<TakingBack> takenBack(TypeProgram program, List<Handover> handovers, List<LedgerEntry> entries) {
        try {
            return savepoint.execute(status -> {
                var taken = takings(program, handovers, entries, Attempt.unchecked(savepoint));
                taken.forEach(TakingBack::atOnce);
                new DeferredConstraints(jdbc, savepoint).check();
                return taken;
            });
        } catch (DataIntegrityViolationException e) {
            return takenBackAsFarAsAllowed(program, handovers, entries);
        }
    }

    /**
     * A deferred constraint may be broken for as long as rows are missing that refer to each other. If it still is when
     * all are there, the commit would fail with everything: so they are taken back once more, each statement checked at
     * once, to list what is forbidden. If they are not met even before we begin, something earlier in the transaction
     * is to blame: then nothing is checked here, and the commit fails.
     */
    private List<TakingBack> takenBackAsFarAsAllowed(
            TypeProgram program, List<Handover> handovers, List<LedgerEntry> entries) {
        var constraints = new DeferredConstraints(jdbc, savepoint);
        var unchecked = savepoint.execute(status -> {
            var taken = asFarAsAllowed(takings(program, handovers, entries, Attempt.unchecked(savepoint)));
            if (constraints.areMet()) {
                return Optional.of(taken);
            }
            status.setRollbackOnly();
            return Optional.<List<TakingBack>>empty();
        });
        return unchecked.orElseGet(() -> asFarAsAllowed(takings(
                program,
                handovers,
                entries,
                constraints.areMet() ? constraints.checkedAttempt() : Attempt.unchecked(savepoint))));
    }

    private static List<TakingBack> asFarAsAllowed(List<TakingBack> takings) {
        takings.forEach(TakingBack::asFarAsAllowed);
        tryAgain(takings);
        return takings;
    }

    private List<TakingBack> takings(
            TypeProgram program, List<Handover> handovers, List<LedgerEntry> entries, Attempt attempt) {
        var byTransfer = handovers.stream().collect(toMap(Handover::transfer, identity()));
        var takings = new ArrayList<TakingBack>();
        for (var together : UndoOrder.of(entries, thirds.mayComeBackWith(program.type()))) {
            var work = together.getFirst().work();
            var concerned = together.stream()
                    .map(e -> byTransfer.get(e.transfer()))
                    .distinct()
                    .toList();
            takings.add(new TakingBack(statements, attempt, work, restore(program, work), concerned, together));
        }
        return takings;
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

    private RestoreSql restore(TypeProgram program, Work work) {
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
