package org.userdatatransfer.worker.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.engine.LedgerEntry.Work;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Takes ledger entries of one kind of work back: all at once if nothing forbids it, else by halves until only what is
 * forbidden is left, and lists that.
 */
final class TakingBack {

    private final JdbcClient jdbc;
    private final Statements statements;
    private final TransactionOperations savepoint;
    private final Work work;
    private final String sql;
    private final String keySql;
    private final List<Pair> pairs;
    private final Map<TransferId, Account> accounts;

    /** @param savepoint runs nested in the caller's transaction, so that a violation costs one statement only */
    TakingBack(
            JdbcClient jdbc,
            Statements statements,
            TransactionOperations savepoint,
            Work work,
            RestoreSql restore,
            List<Pair> pairs,
            Map<TransferId, Account> accounts) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.savepoint = savepoint;
        this.work = work;
        this.sql = restore.restore();
        this.keySql = restore.key();
        this.pairs = pairs;
        this.accounts = accounts;
    }

    void all(List<LedgerEntry> entries) {
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
            accounts.get(entry.transfer())
                    .unrestored(work.table().toString(), key(entry, first), "CLASHES");
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
                        reason -> account.unrestored(work.table().toString(), restored.key(), reason),
                        () -> account.restored(work.kind(), restored.rows(), restored.pairs()));
    }

    private String key(LedgerEntry entry, int n) {
        return jdbc.sql("SELECT (%s)::text FROM %s WHERE entry_id = :entry AND transfer_id = :transfer"
                        .formatted(keySql, LedgerSql.TABLE))
                .param("n", n)
                .param("entry", entry.id())
                .param("transfer", entry.transfer().value())
                .query(String.class)
                .single();
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
