package org.userdatatransfer.worker.engine;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.engine.restore.LedgerEntry;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.restore.RestoreSql;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Takes ledger entries of one kind of work back: all at once if nothing forbids it, else by halves, and of an entry
 * that has something forbidden row by row. What is left can be tried {@linkplain #again() again}, and is listed in the
 * end.
 */
final class Restoration {

    private final Statements statements;
    private final Attempt attempt;
    private final Work work;
    private final RestoreSql restore;
    private final List<Handover> handovers;
    private final List<LedgerEntry> entries;
    private final List<Outcome> restored = new ArrayList<>();
    private List<Outcome> forbidden = new ArrayList<>();

    /** @param entries of the work */
    Restoration(
            Statements statements,
            Attempt attempt,
            Work work,
            RestoreSql restore,
            List<Handover> handovers,
            List<LedgerEntry> entries) {
        this.statements = statements;
        this.attempt = attempt;
        this.work = work;
        this.restore = restore;
        this.handovers = handovers;
        this.entries = entries;
    }

    /** @throws DataIntegrityViolationException if any of it is forbidden; the transaction or savepoint is lost then */
    void atOnce() {
        restored.addAll(run(entries));
    }

    /** Whether anything was left as it is. */
    boolean hasLeftAny() {
        return restored.stream().anyMatch(outcome -> outcome.reason.isPresent());
    }

    void asFarAsAllowed() {
        byHalves(entries);
    }

    private void byHalves(List<LedgerEntry> entries) {
        try {
            restored.addAll(attempt.savepoint().execute(status -> run(entries)));
        } catch (DataIntegrityViolationException e) {
            if (entries.size() == 1) {
                oneByOne(entries.getFirst().id(), null);
                return;
            }
            var half = entries.size() / 2;
            byHalves(entries.subList(0, half));
            byHalves(entries.subList(half, entries.size()));
        }
    }

    private List<Outcome> run(List<LedgerEntry> entries) {
        return bound(restore.statement(), entries.stream().map(LedgerEntry::id).toArray(Long[]::new), null)
                .query((row, n) -> Outcome.read(row))
                .list();
    }

    /** @param numbers of the rows; of all if null */
    private void oneByOne(long entry, Integer @Nullable [] numbers) {
        bound(restore.oneByOne(), new Long[] {entry}, numbers)
                .param("one", restore.one())
                .param("checked", attempt.checked())
                .query((row, n) -> Outcome.ofOne(row))
                .list()
                .forEach(outcome -> (outcome.row.isPresent() ? forbidden : restored).add(outcome));
    }

    private JdbcClient.StatementSpec bound(String sql, Long[] entries, Integer @Nullable [] numbers) {
        return statements.bound(sql, handovers).param("entries", entries).param("numbers", numbers);
    }

    /**
     * Tries what was forbidden once more.
     *
     * @return whether any of it is no longer forbidden
     */
    boolean again() {
        var before = forbidden;
        forbidden = new ArrayList<>();
        before.stream()
                .map(outcome -> outcome.row.orElseThrow())
                .collect(groupingBy(Row::entry, LinkedHashMap::new, toList()))
                .forEach((entry, rows) -> oneByOne(entry, rows.stream().map(Row::n).toArray(Integer[]::new)));
        return forbidden.size() < before.size();
    }

    /** Adds up what was restored, and lists what was not. */
    void account(Map<TransferId, Account> accounts) {
        restored.forEach(outcome -> account(accounts, outcome));
        forbidden.forEach(outcome -> account(accounts, outcome));
    }

    private void account(Map<TransferId, Account> accounts, Outcome outcome) {
        var account = accounts.get(outcome.transfer);
        outcome.reason.ifPresentOrElse(
                reason -> account.unrestored(work.table().toString(), outcome.key, reason),
                () -> account.restored(work.kind(), outcome.rows, outcome.pairs));
    }

    /** Row {@code n} of an entry. */
    private record Row(long entry, int n) {}

    /**
     * What was restored, or a row that was not.
     *
     * @param row which may be tried again, since a constraint forbids it
     */
    private record Outcome(
            TransferId transfer, long rows, long pairs, String key, Optional<String> reason, Optional<Row> row) {

        static Outcome read(ResultSet row) throws SQLException {
            return new Outcome(
                    TransferId.of(row.getString("transfer_id")),
                    row.getLong("rows"),
                    row.getLong("pairs"),
                    String.valueOf(row.getString("key")),
                    Optional.ofNullable(row.getString("reason")),
                    Optional.empty());
        }

        static Outcome ofOne(ResultSet row) throws SQLException {
            var one = read(row);
            var entry = row.getObject("entry_id", Long.class);
            return entry == null
                    ? one
                    : new Outcome(
                            one.transfer, 0, 0, one.key, one.reason, Optional.of(new Row(entry, row.getInt("n"))));
        }
    }
}
