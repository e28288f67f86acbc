package org.userdatatransfer.worker.benchmark;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A product's own ids of the suite users, whose names no two tenants share here. */
record ProductUserIds(Map<String, Long> ids) {

    static ProductUserIds qm(Installation installation) {
        return read(installation.servers(), installation.qm(), "person_account", "person_id");
    }

    static ProductUserIds wfm(Installation installation) {
        return read(installation.servers(), installation.wfm(), "agent_account", "agent_id");
    }

    private static ProductUserIds read(Servers servers, String database, String table, String id) {
        var ids = new HashMap<String, Long>();
        servers.jdbc(database)
                .sql("select suite_user_id, %s from %s".formatted(id, table))
                .query(row -> {
                    ids.put(row.getString(1), row.getLong(2));
                });
        return new ProductUserIds(ids);
    }

    long id(String suiteUser) {
        return Objects.requireNonNull(ids.get(suiteUser), () -> "No user " + suiteUser);
    }
}
