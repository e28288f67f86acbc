package org.userdatatransfer.worker.local;

import java.util.Map;

/**
 * Where the real servers come from. The property {@code services} says it, and nothing else does: whether there is a
 * Docker on the machine decides nothing.
 */
interface ServerSource {

    /** Starts a PostgreSQL server with these settings, as in {@code postgresql.conf}. */
    RunningServer postgres(Map<String, String> settings);

    /** Starts a Kafka broker with these settings, as in {@code server.properties}. */
    RunningServer kafka(Map<String, String> settings);

    /** Starts a schema registry and waits until it answers. */
    RunningServer registry();

    static ServerSource chosen() {
        return of(System.getProperty("services", "embedded"));
    }

    static ServerSource of(String services) {
        return switch (services) {
            case "embedded" -> new EmbeddedServers();
            case "docker" -> new DockerServers();
            default ->
                throw new IllegalArgumentException(
                        "The property services is '%s': set -Dservices=embedded (the default) or -Dservices=docker"
                                .formatted(services));
        };
    }
}
