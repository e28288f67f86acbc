package org.userdatatransfer.worker.benchmark;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.benchmark.Script.UserColumn;

/**
 * All rows of one product, counted by the database.
 *
 * @param byTable how many rows there are in each table
 * @param byUser how many rows name each user, in each column that a transfer moves
 */
record ProductRows(Map<String, Long> byTable, Map<UserColumn, Map<Long, Long>> byUser) {

    static ProductRows of(JdbcClient jdbc, Script script) {
        var byTable = new TreeMap<String, Long>();
        for (var table : tables(jdbc)) {
            byTable.put(
                    table,
                    jdbc.sql("select count(*) from %s".formatted(table))
                            .query(Long.class)
                            .single());
        }
        var byUser = new HashMap<UserColumn, Map<Long, Long>>();
        for (var column : script.userColumns()) {
            var counts = new HashMap<Long, Long>();
            jdbc.sql("select %s, count(*) from %s where %1$s is not null group by 1"
                            .formatted(column.column(), column.table()))
                    .query(row -> {
                        counts.put(row.getLong(1), row.getLong(2));
                    });
            byUser.put(column, counts);
        }
        return new ProductRows(byTable, byUser);
    }

    /** Every table with a number that any difference in any of its rows changes. */
    static Map<String, BigDecimal> fingerprints(JdbcClient jdbc) {
        var fingerprints = new TreeMap<String, BigDecimal>();
        for (var table : tables(jdbc)) {
            // An open session is closed at the time of the transfer.
            var text = table.equals("login_state")
                    ? "(to_jsonb(t) - 'logged_out_at')::text || (logged_out_at is null)"
                    : "t::text";
            fingerprints.put(
                    table,
                    jdbc.sql("select coalesce(sum(hashtextextended(%s, 0)::numeric), 0) from %s t"
                                    .formatted(text, table))
                            .query(BigDecimal.class)
                            .single());
        }
        return fingerprints;
    }

    private static List<String> tables(JdbcClient jdbc) {
        return jdbc.sql("""
                        select relname from pg_class
                        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                        order by relname
                        """)
                .query(String.class)
                .list();
    }
}
