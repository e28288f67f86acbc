package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.userdatatransfer.worker.local.LocalPostgres;

/** The three databases of one run; the products' are copies of a template, so that all runs begin alike. */
record Installation(Servers servers, String name) implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(5);

    static Installation copyOf(Servers servers, String template, String name) {
        var installation = new Installation(servers, name);
        servers.create(installation.coordinator());
        servers.copy("qm_" + template, installation.qm());
        servers.copy("wfm_" + template, installation.wfm());
        servers.settle();
        return installation;
    }

    String coordinator() {
        return "coordinator_" + name;
    }

    String qm() {
        return "qm_" + name;
    }

    String wfm() {
        return "wfm_" + name;
    }

    List<String> databases() {
        return List.of(coordinator(), qm(), wfm());
    }

    /**
     * Nothing is left to be done for what was written in it so far: whoever is measured next would share the machine
     * with its autovacuum, and pay for its checkpoint.
     */
    void settle() {
        databases().forEach(database -> servers.jdbc(database).sql("vacuum analyze").update());
        servers.settle();
    }

    /** The worker's configuration. */
    Map<String, String> properties() {
        var properties = new TreeMap<String, String>();
        properties.put("spring.kafka.bootstrap-servers", servers.bootstrapServers());
        properties.put("user-data-transfer.wire.registry-url", servers.registryUrl());
        connection(properties, "spring.datasource", coordinator());
        connection(properties, "user-data-transfer.products.qm", qm());
        connection(properties, "user-data-transfer.products.wfm", wfm());
        return properties;
    }

    private void connection(Map<String, String> properties, String prefix, String database) {
        properties.put(prefix + ".url", servers.url(database));
        properties.put(prefix + ".username", LocalPostgres.USER);
        properties.put(prefix + ".password", LocalPostgres.PASSWORD);
    }

    /** Until the servers of all connections that are closed have ended: only then is their processor time known. */
    void awaitDisconnected() {
        var left = servers.jdbc("postgres")
                .sql("select count(*) from pg_stat_activity"
                        + " where datname in (:names) and backend_type = 'client backend'")
                .param("names", databases());
        while (left.query(Long.class).single() > 0) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() {
        databases().forEach(servers::drop);
    }
}
