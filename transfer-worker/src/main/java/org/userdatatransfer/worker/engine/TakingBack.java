package org.userdatatransfer.worker.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
 * forbidden is left. That can be tried {@linkplain #again() again}, and is listed in the end.
 */
final class TakingBack {

    private final JdbcClient jdbc;
    private final Statements statements;
    private final TransactionOperations savepoint;
    private final Work work;
    private final String sql;
    private final String keySql;
    private final List<Pair> pairs;
    private final List<LedgerEntry> entries;
    private final List<Row> forbidden = new ArrayList<>();
    private final List<Restored> restored = new ArrayList<>();

    /** Row {@code n} of an entry. */
    private record Row(LedgerEntry entry, int n) {}

    /**
     * @param savepoint runs nested in the caller's transaction, so that a violation costs one statement only
     * @param entries of the work
     */
    TakingBack(
            JdbcClient jdbc,
            Statements statements,
            TransactionOperations savepoint,
            Work work,
            RestoreSql restore,
            List<Pair> pairs,
            List<LedgerEntry> entries) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.savepoint = savepoint;
        this.work = work;
        this.sql = restore.statement();
        this.keySql = restore.key();
        this.pairs = pairs;
        this.entries = entries;
    }

    /** @throws DataIntegrityViolationException if any of it is forbidden; the transaction, or a savepoint, is lost then */
    void atOnce() {
        run(entries, 1, mostRows(entries));
    }

    void asFarAsAllowed() {
        all(entries);
    }

    private static int mostRows(List<LedgerEntry> entries) {
        return entries.stream().mapToInt(LedgerEntry::rows).max().orElse(0);
    }

    private void all(List<LedgerEntry> entries) {
        var rows = mostRows(entries);
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
            forbidden.add(new Row(entry, first));
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
            savepoint.executeWithoutResult(status -> run(entries, first, last));
            return true;
        } catch (DataIntegrityViolationException e) {
            return false;
        }
    }

    private void run(List<LedgerEntry> entries, int first, int last) {
        restored.addAll(statements
                .bound(sql, pairs)
                .param("entries", entries.stream().map(LedgerEntry::id).toArray(Long[]::new))
                .param("first", first)
                .param("last", last)
                .query((row, n) -> Restored.read(row))
                .list());
    }

    /**
     * Tries what was forbidden once more, row by row.
     *
     * @return whether any of it is no longer forbidden
     */
    boolean again() {
        return forbidden.removeIf(row -> attempt(List.of(row.entry), row.n, row.n));
    }

    /** Adds up what was taken back, and lists what was not. */
    void account(Map<TransferId, Account> accounts) {
        restored.forEach(r -> {
            var account = accounts.get(r.transfer);
            r.reason.ifPresentOrElse(
                    reason -> account.unrestored(work.table().toString(), r.key, reason),
                    () -> account.restored(work.kind(), r.rows, r.pairs));
        });
        forbidden.forEach(row ->
                accounts.get(row.entry.transfer()).unrestored(work.table().toString(), key(row), "CLASHES"));
    }

    private String key(Row row) {
        return jdbc.sql("SELECT (%s)::text FROM %s WHERE entry_id = :entry AND transfer_id = :transfer"
                        .formatted(keySql, LedgerSql.TABLE))
                .param("n", row.n)
                .param("entry", row.entry.id())
                .param("transfer", row.entry.transfer().value())
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
