package org.userdatatransfer.worker.benchmark;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Finished transfers of long ago, everything that is kept of them, as copies of one that has really been. */
final class PastTransfers {

    private static final String ID = "md5('past transfer ' || n)::uuid";

    private PastTransfers() {}

    static void add(Installation installation, int count) {
        var servers = installation.servers();
        var coordinator = servers.jdbc(installation.coordinator());
        var model = coordinator
                .sql("select transfer_id::text from saga where ended_at is not null limit 1")
                .query(String.class)
                .single();
        copy(coordinator, "public", "saga", model, count);
        coordinator
                .sql("update saga set source = 'past-' || source, target = 'past-' || target"
                        + " where transfer_id in (select %s from generate_series(1, ?) n)".formatted(ID))
                .param(count)
                .update();
        copy(coordinator, "public", "saga_history", model, count);
        for (var database : new String[] {installation.qm(), installation.wfm()}) {
            copy(servers.jdbc(database), "user_data_transfer", "sub_task_fence", model, count);
            copy(servers.jdbc(database), "user_data_transfer", "row_ledger", model, count);
        }
        installation.settle();
    }

    private static void copy(JdbcClient jdbc, String schema, String table, String model, int count) {
        var columns = jdbc.sql("""
                        select string_agg(quote_ident(column_name), ', ')
                        from information_schema.columns
                        where table_schema = ? and table_name = ? and is_identity = 'NO'
                          and column_name <> 'transfer_id'
                        """)
                .param(schema)
                .param(table)
                .query(String.class)
                .single();
        jdbc.sql("insert into %1$s.%2$s (transfer_id, %3$s) select %4$s, %3$s from %1$s.%2$s, generate_series(1, ?) n where transfer_id = cast(? as uuid)"
                        .formatted(schema, table, columns, ID))
                .param(count)
                .param(model)
                .update();
    }
}
