package org.userdatatransfer.worker.contract;

import java.util.List;
import java.util.Random;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes drawn values into a database; what a key forbids does not happen.
 *
 * @param users the ids of the source, the target and two others
 */
record RandomRows(JdbcClient jdbc, List<Long> users, Random random) {

    String anybody() {
        return users.get(Math.min(random.nextInt(6) / 2 + random.nextInt(2), 3)).toString();
    }

    String number(int least, int most) {
        return String.valueOf(least + random.nextInt(most - least + 1));
    }

    String day() {
        return "date '2026-10-0" + number(1, 4) + "'";
    }

    String text() {
        return "'text %s'".formatted(number(1, 100_000));
    }

    String one(String... values) {
        return values[random.nextInt(values.length)];
    }

    void insert(String table, String... values) {
        attempt("INSERT INTO %s VALUES (%s) ON CONFLICT DO NOTHING".formatted(table, String.join(", ", values)));
    }

    /** A row for some of the parents. */
    void insertForEach(String table, String parent, String key, String... values) {
        attempt("INSERT INTO %s SELECT %s, %s FROM %s WHERE %2$s %% 3 = %s ON CONFLICT DO NOTHING"
                .formatted(table, key, String.join(", ", values), parent, number(0, 2)));
    }

    void update(String table, String set) {
        attempt("UPDATE %s SET %s WHERE ctid = (%s)".formatted(table, set, some(table)));
    }

    void delete(String table) {
        attempt("DELETE FROM %s WHERE ctid = (%s)".formatted(table, some(table)));
    }

    /** The same row for the same seed. */
    private String some(String table) {
        return "SELECT x.ctid FROM %s x ORDER BY md5(x::text || '%s') LIMIT 1".formatted(table, random.nextInt());
    }

    private void attempt(String sql) {
        try {
            jdbc.sql(sql).update();
        } catch (DataIntegrityViolationException forbidden) {
            // Somebody else's mistake.
        }
    }
}
