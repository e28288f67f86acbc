package org.userdatatransfer.worker.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.catalogue.ProductSchema;
import org.userdatatransfer.worker.catalogue.SqlTable;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.engine.LedgerEntry.Work;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.Unrestored;

/** Takes back, through the ledger, what a data type's sub-task did; within the caller's transaction. */
final class UndoRows {

    private final JdbcClient jdbc;
    private final Statements statements;
    private final RowCounts counts;
    private final ProductSchema schema;
    private final String userType;
    private final TransactionOperations savepoint;

    /** @param savepoint runs nested in the caller's transaction, so that a violation costs one statement only */
    UndoRows(
            JdbcClient jdbc,
            Statements statements,
            RowCounts counts,
            ProductSchema schema,
            String userType,
            TransactionOperations savepoint) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.counts = counts;
        this.schema = schema;
        this.userType = userType;
        this.savepoint = savepoint;
    }

    /** @param pairs with the epoch whose entries are taken back */
    Map<TransferId, DataTypeResult> undo(TypeProgram program, List<Pair> pairs) {
        var before = counts.of(program, pairs);
        var accounts = new LinkedHashMap<TransferId, Account>();
        pairs.forEach(p -> accounts.put(p.transfer(), new Account(before.get(p.transfer()))));
        takeBack(program, pairs, accounts);
        counts.of(program, pairs).forEach((transfer, now) -> accounts.get(transfer).counted(now));
        var results = new LinkedHashMap<TransferId, DataTypeResult>();
        accounts.forEach((transfer, account) ->
                results.put(transfer, account.done(program.type().name(), Optional.empty(), Optional.empty())));
        return results;
    }

    private void takeBack(TypeProgram program, List<Pair> pairs, Map<TransferId, Account> accounts) {
        var byTransfer = pairs.stream().collect(Collectors.toMap(Pair::transfer, Function.identity()));
        for (var together : runs(entries(program, pairs))) {
            var work = together.getFirst().work();
            var concerned = together.stream()
                    .map(e -> byTransfer.get(e.transfer()))
                    .distinct()
                    .toList();
            new TakingBack(work, restore(program, work), concerned, accounts).all(together);
        }
    }

    private List<LedgerEntry> entries(TypeProgram program, List<Pair> pairs) {
        return jdbc.sql(LedgerEntry.NEWEST)
                .param("transfers", pairs.stream().map(p -> p.transfer().toString()).toArray(String[]::new))
                .param("epochs", pairs.stream().map(Pair::epoch).toArray(Integer[]::new))
                .param("below", pairs.stream().map(p -> Long.MAX_VALUE).toArray(Long[]::new))
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
                .map(Ground::table)
                .map(UserTable::users)
                .orElse(List.of());
        return new RestoreSql(work, schema.table(work.table()), users, userType);
    }

    /** Takes entries of one kind of work back, all at once if nothing forbids it, else halving until only what is
     * forbidden is left, and lists that. */
    private final class TakingBack {

        private final Work work;
        private final String sql;
        private final List<Pair> pairs;
        private final Map<TransferId, Account> accounts;

        private TakingBack(Work work, RestoreSql restore, List<Pair> pairs, Map<TransferId, Account> accounts) {
            this.work = work;
            this.sql = restore.restore();
            this.pairs = pairs;
            this.accounts = accounts;
        }

        private void all(List<LedgerEntry> entries) {
            var rows = entries.stream().mapToInt(LedgerEntry::rows).max().orElse(0);
            if (attempt(entries, 1, rows)) {
                return;
            }
            if (entries.size() > 1) {
                var half = entries.size() / 2;
                all(entries.subList(0, half));
                all(entries.subList(half, entries.size()));
            } else {
                halves(entries.getFirst(), 1, rows);
            }
        }

        private void halves(LedgerEntry entry, int first, int last) {
            if (first == last) {
                accounts.get(entry.transfer()).unrestored(new Unrestored(work.table().toString(), key(entry, first), "CLASHES"));
                return;
            }
            var middle = (first + last) / 2;
            part(entry, first, middle);
            part(entry, middle + 1, last);
        }

        private void part(LedgerEntry entry, int first, int last) {
            if (!attempt(List.of(entry), first, last)) {
                halves(entry, first, last);
            }
        }

        private boolean attempt(List<LedgerEntry> entries, int first, int last) {
            try {
                var rows = savepoint.execute(status -> statements
                        .bound(sql, pairs)
                        .param("entries", entries.stream().map(LedgerEntry::id).toArray(Long[]::new))
                        .param("first", first)
                        .param("last", last)
                        .query((row, n) -> Restored.read(row))
                        .list());
                rows.forEach(this::account);
                return true;
            } catch (DataIntegrityViolationException e) {
                return false;
            }
        }

        private void account(Restored restored) {
            var account = accounts.get(restored.transfer());
            restored.reason()
                    .ifPresentOrElse(
                            reason -> account.unrestored(
                                    new Unrestored(work.table().toString(), restored.key(), reason)),
                            () -> account.restored(work.kind(), restored.rows(), restored.pairs()));
        }

        private String key(LedgerEntry entry, int n) {
            return jdbc.sql(
                            """
                            SELECT CASE WHEN bigint_keys IS NOT NULL THEN jsonb_build_array(bigint_keys[:n])::text
                                        ELSE coalesce(json_keys[:n]::text, images[:n]::text) END
                            FROM user_data_transfer.row_ledger WHERE entry_id = :entry AND transfer_id = :transfer
                            """)
                    .param("n", n)
                    .param("entry", entry.id())
                    .param("transfer", entry.transfer().value())
                    .query(String.class)
                    .single();
        }
    }

    private record Restored(TransferId transfer, long rows, long pairs, String key, Optional<String> reason) {

        static Restored read(ResultSet row) throws SQLException {
            return new Restored(
                    TransferId.of(row.getString("transfer_id")),
                    row.getLong("rows"),
                    row.getLong("pairs"),
                    String.valueOf(row.getString("key")),
                    Optional.ofNullable(row.getString("reason")));
        }
    }
}
