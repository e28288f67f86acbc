package org.userdatatransfer.worker.local;

/** A real schema registry: Apicurio, in memory. */
public final class LocalRegistry implements AutoCloseable {

    private static final String API = "/apis/ccompat/v7";

    /** What answers as soon as the registry does. */
    static final String PROBE = API + "/subjects";

    private final RunningServer server;

    private LocalRegistry(RunningServer server) {
        this.server = server;
    }

    /** Starts one and waits until it answers. */
    public static LocalRegistry start() {
        return new LocalRegistry(ServerSource.chosen().registry());
    }

    /** Where its Confluent-compatible API is. */
    public String url() {
        return "http://" + server.address() + API;
    }

    @Override
    public void close() {
        server.end().run();
    }
}
