package org.userdatatransfer.worker.local;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * All the servers the worker needs, started side by side: embedded, or with {@code -Dservices=docker} in containers.
 */
public final class LocalServices implements AutoCloseable {

    private final CompletableFuture<LocalPostgres> postgres;
    private final CompletableFuture<LocalKafka> kafka;
    private final CompletableFuture<LocalRegistry> registry;

    private LocalServices(
            CompletableFuture<LocalPostgres> postgres,
            CompletableFuture<LocalKafka> kafka,
            CompletableFuture<LocalRegistry> registry) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.registry = registry;
    }

    /** Starts all three; what is asked for is waited for. */
    public static LocalServices start() {
        return new LocalServices(
                inBackground(LocalPostgres::start),
                inBackground(LocalKafka::start),
                inBackground(LocalRegistry::start));
    }

    /** The servers that all tests of this JVM share, each started when it is first asked for. */
    public static final class Shared {

        private Shared() {}

        private static final class Postgres {
            static final LocalPostgres SERVER = closedAtExit(LocalPostgres.start());
        }

        private static final class Kafka {
            static final LocalKafka SERVER = closedAtExit(LocalKafka.start());
        }

        private static final class Registry {
            static final LocalRegistry SERVER = closedAtExit(LocalRegistry.start());
        }

        public static LocalPostgres postgres() {
            return Postgres.SERVER;
        }

        public static LocalKafka kafka() {
            return Kafka.SERVER;
        }

        public static LocalRegistry registry() {
            return Registry.SERVER;
        }
    }

    /** The servers that all tests of this JVM share. */
    public static LocalServices shared() {
        return new LocalServices(
                inBackground(Shared::postgres), inBackground(Shared::kafka), inBackground(Shared::registry));
    }

    public LocalPostgres postgres() {
        return postgres.join();
    }

    public LocalKafka kafka() {
        return kafka.join();
    }

    public LocalRegistry registry() {
        return registry.join();
    }

    /**
     * The worker's configuration for these servers, with three new databases.
     *
     * @param suffix tells the databases from those of others, as in {@code qm_suffix}; may be empty
     */
    public Map<String, String> properties(String suffix) {
        var properties = new TreeMap<String, String>();
        properties.put("spring.kafka.bootstrap-servers", kafka().bootstrapServers());
        properties.put("user-data-transfer.wire.registry-url", registry().url());
        database(properties, "spring.datasource", "coordinator" + suffix);
        database(properties, "user-data-transfer.products.qm", "qm" + suffix);
        database(properties, "user-data-transfer.products.wfm", "wfm" + suffix);
        return properties;
    }

    /** The same for a Spring test. */
    public void register(String suffix, DynamicPropertyRegistry registry) {
        properties(suffix).forEach((name, value) -> registry.add(name, () -> value));
    }

    private void database(Map<String, String> properties, String prefix, String name) {
        properties.put(prefix + ".url", postgres().create(name));
        properties.put(prefix + ".username", LocalPostgres.USER);
        properties.put(prefix + ".password", LocalPostgres.PASSWORD);
    }

    /** Stops everything that has started, and what has not yet as soon as it has. */
    @Override
    public void close() {
        CompletableFuture.allOf(
                        registry.thenAccept(LocalRegistry::close).exceptionally(failure -> null),
                        kafka.thenAcceptAsync(LocalKafka::close).exceptionally(failure -> null),
                        postgres.thenAcceptAsync(LocalPostgres::close).exceptionally(failure -> null))
                .join();
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> start) {
        var started = new CompletableFuture<T>();
        Thread.ofPlatform().start(() -> {
            try {
                started.complete(start.get());
            } catch (RuntimeException | Error e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }

    /** The server, to be closed when this JVM ends. */
    public static <T extends AutoCloseable> T closedAtExit(T server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        return server;
    }
}
