package org.userdatatransfer.worker.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.benchmark.Script.UserColumn;

/**
 * The proof that a run was right: nothing names a source any more, every target has what it should have, nobody else
 * has lost or gained a row, and the ledger accounts for every row that moved or went. It is taken before the run and
 * asked after it, and counts all rows of both products. The data are such that no two rows clash.
 */
record Conservation(
        Installation installation,
        Map<String, ProductRows> rowsBefore,
        Map<String, Map<String, Ledgered>> ledgerBefore) {

    /** The proof failed. */
    static final class Violated extends RuntimeException {

        Violated(List<String> violations) {
            super("%d violations: %s"
                    .formatted(
                            violations.size(),
                            String.join("; ", violations.subList(0, Math.min(10, violations.size())))));
        }
    }

    /** What a ledger says of one table. */
    record Ledgered(long moved, long removedRows, long removedPairs) {

        static final Ledgered NOTHING = new Ledgered(0, 0, 0);

        Ledgered since(Ledgered before) {
            return new Ledgered(
                    moved - before.moved, removedRows - before.removedRows, removedPairs - before.removedPairs);
        }
    }

    static Conservation before(Installation installation) {
        var rows = new HashMap<String, ProductRows>();
        var ledgers = new HashMap<String, Map<String, Ledgered>>();
        scripts(installation).forEach((database, script) -> {
            var jdbc = installation.servers().jdbc(database);
            rows.put(database, ProductRows.of(jdbc, script));
            ledgers.put(database, ledger(jdbc));
        });
        return new Conservation(installation, rows, ledgers);
    }

    private static Map<String, Script> scripts(Installation installation) {
        return Map.of(installation.qm(), Script.QM, installation.wfm(), Script.WFM);
    }

    /** After the worker's run. @return how many rows were moved or removed */
    long check(List<UserPair> pairs) {
        return check(pairs, true);
    }

    /** After the script's run, which keeps no ledger. @return how many rows were moved or removed */
    long checkScript(List<UserPair> pairs) {
        return check(pairs, false);
    }

    /** Both sides have ended with the same rows, to the last column. */
    void checkSame(Installation other) {
        var violations = new ArrayList<String>();
        var servers = installation.servers();
        same(violations, ProductRows.fingerprints(servers.jdbc(installation.qm())),
                ProductRows.fingerprints(servers.jdbc(other.qm())));
        same(violations, ProductRows.fingerprints(servers.jdbc(installation.wfm())),
                ProductRows.fingerprints(servers.jdbc(other.wfm())));
        report(violations);
    }

    private static <T> void same(List<String> violations, Map<String, T> ours, Map<String, T> others) {
        ours.forEach((table, rows) -> {
            if (!rows.equals(others.get(table))) {
                violations.add("The rows of %s are not the same as the script's".formatted(table));
            }
        });
    }

    private long check(List<UserPair> pairs, boolean ledgered) {
        var violations = new ArrayList<String>();
        var users = Map.of(
                installation.qm(), ProductUserIds.qm(installation),
                installation.wfm(), ProductUserIds.wfm(installation));
        var rows = scripts(installation).keySet().stream()
                .mapToLong(database -> check(violations, database, users.get(database), pairs, ledgered))
                .sum();
        report(violations);
        return rows;
    }

    private long check(
            List<String> violations, String database, ProductUserIds users, List<UserPair> pairs, boolean ledgered) {
        var jdbc = installation.servers().jdbc(database);
        var before = rowsBefore.get(database);
        var after = ProductRows.of(jdbc, scripts(installation).get(database));
        var moved = new HashMap<String, Long>();
        var removed = new HashMap<String, Long>();
        for (var column : before.byUser().keySet()) {
            var expected = new HashMap<>(before.byUser().get(column));
            for (var pair : pairs) {
                var given = expected.remove(users.id(pair.source()));
                if (given != null) {
                    var had = expected.getOrDefault(users.id(pair.target()), 0L);
                    expected.put(users.id(pair.target()), given + (column.overwritten() ? 0 : had));
                    moved.merge(column.table(), given, Long::sum);
                    removed.merge(column.table(), column.overwritten() ? had : 0, Long::sum);
                }
            }
            compare(violations, column, expected, after.byUser().get(column));
        }
        if (ledgered) {
            var ledger = ledger(jdbc);
            before.byTable().forEach((table, count) -> {
                var entry = ledger.getOrDefault(table, Ledgered.NOTHING)
                        .since(ledgerBefore.get(database).getOrDefault(table, Ledgered.NOTHING));
                expect(violations, "ledgered moves of " + table, moved.getOrDefault(table, 0L), entry.moved());
                expect(
                        violations,
                        "ledgered removals of " + table,
                        removed.getOrDefault(table, 0L),
                        entry.removedPairs());
                expect(violations, "rows of " + table, count - entry.removedRows(), after.byTable().get(table));
            });
        }
        return sum(moved) + before.byTable().keySet().stream()
                .mapToLong(table -> before.byTable().get(table) - after.byTable().get(table))
                .sum();
    }

    private static long sum(Map<String, Long> rows) {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void compare(
            List<String> violations, UserColumn column, Map<Long, Long> expected, Map<Long, Long> after) {
        expected.forEach((user, rows) -> expect(
                violations,
                "%s.%s of user %d".formatted(column.table(), column.column(), user),
                rows,
                after.getOrDefault(user, 0L)));
        after.forEach((user, rows) -> {
            if (!expected.containsKey(user)) {
                violations.add("%s.%s still names user %d in %d rows"
                        .formatted(column.table(), column.column(), user, rows));
            }
        });
    }

    private static void expect(List<String> violations, String what, long expected, long found) {
        if (expected != found) {
            violations.add("%s: expected %d, found %d".formatted(what, expected, found));
        }
    }

    private static Map<String, Ledgered> ledger(JdbcClient jdbc) {
        var ledger = new HashMap<String, Ledgered>();
        var isThere = jdbc.sql("select to_regclass('user_data_transfer.row_ledger') is not null")
                .query(Boolean.class)
                .single();
        if (!isThere) {
            return ledger;
        }
        jdbc.sql("""
                    select replace(replace(table_name, 'public.', ''), '"', '') as name,
                           coalesce(sum(pairs) filter (where kind = 'MOVED'
                               and rows = coalesce(cardinality(bigint_keys), cardinality(json_keys))), 0),
                           coalesce(sum(cardinality(images)) filter (where kind = 'REMOVED'), 0),
                           coalesce(sum(pairs) filter (where kind = 'REMOVED'), 0)
                    from user_data_transfer.row_ledger
                    group by 1
                    """)
                .query(row -> {
                    ledger.put(row.getString(1), new Ledgered(row.getLong(2), row.getLong(3), row.getLong(4)));
                });
        return ledger;
    }

    private static void report(List<String> violations) {
        if (!violations.isEmpty()) {
            throw new Violated(violations);
        }
    }
}
