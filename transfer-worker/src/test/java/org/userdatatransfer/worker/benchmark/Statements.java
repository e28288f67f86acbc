package org.userdatatransfer.worker.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The database's own account of where its time went, if it keeps one. */
final class Statements {

    private static final String TOP =
            """
            select format(E'%s ms total, %s ms planning, %s calls, %s ms each, %s rows, %s blocks, %s bytes WAL, %s\\n%s\\n',
                       round(sum(total_exec_time)), round(sum(total_plan_time)), sum(calls),
                       round((sum(total_exec_time) / sum(calls))::numeric, 3), sum(rows),
                       sum(shared_blks_hit + shared_blks_read), sum(wal_bytes), min(datname),
                       coalesce(regexp_replace(query, '\\s+', ' ', 'g'), 'all of them'))
            from pg_stat_statements s
            join pg_database d on d.oid = s.dbid
            where datname in (:names)
            group by grouping sets ((query), ())
            order by sum(total_exec_time) desc
            limit 60
            """;

    private Statements() {}

    static void forget(Servers servers) {
        if (servers.settings().profile()) {
            servers.jdbc("postgres").sql("select pg_stat_statements_reset()").query().listOfRows();
        }
    }

    static void keep(Installation installation, String name) {
        if (installation.servers().settings().profile()) {
            var top = installation.servers()
                    .jdbc("postgres")
                    .sql(TOP)
                    .param("names", installation.databases())
                    .query(String.class)
                    .list();
            try {
                Files.write(Servers.folder().resolve("statements-%s.txt".formatted(name)), top);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
