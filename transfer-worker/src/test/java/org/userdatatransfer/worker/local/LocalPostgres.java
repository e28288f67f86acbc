package org.userdatatransfer.worker.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A real PostgreSQL server on loopback, with as many databases as are asked for. */
public final class LocalPostgres implements AutoCloseable {

    public static final String USER = "postgres";
    public static final String PASSWORD = "postgres";

    /** The server lives as long as its data: nothing here has to survive the machine, so nobody waits for the disk. */
    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "max_connections", "300",
            "shared_buffers", "256MB",
            "work_mem", "32MB",
            "maintenance_work_mem", "128MB",
            "max_wal_size", "4GB",
            "checkpoint_timeout", "30min",
            "fsync", "off",
            "full_page_writes", "off",
            "synchronous_commit", "on");

    private final AtomicInteger databases = new AtomicInteger();
    private final EmbeddedPostgres server;

    private LocalPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts one; it is gone for good with its files when closed. */
    public static LocalPostgres start() {
        return start(Map.of());
    }

    /**
     * Starts one that is configured differently.
     *
     * @param settings what is to be otherwise, as in {@code postgresql.conf}
     */
    public static LocalPostgres start(Map<String, String> settings) {
        var data = BuildFolder.path().resolve("postgres/" + UUID.randomUUID());
        Reaper.watchOver(data);
        var builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(BuildFolder.create("postgres").toFile())
                .setDataDirectory(data)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(3));
        var all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        all.forEach(builder::setServerConfig);
        try {
            return new LocalPostgres(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates a database of that name. */
    public String create(String database) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database \"%s\"".formatted(database));
            return url(database);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create database " + database, e);
        }
    }

    /** Creates a database that nobody else has, its name starting like this. */
    public DataSource fresh(String prefix) {
        var name = "%s_%d".formatted(prefix, databases.incrementAndGet());
        create(name);
        return database(name);
    }

    /** Connections to a database, each a new one. */
    public DataSource database(String name) {
        return server.getDatabase(USER, name);
    }

    public String url(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(Loopback.HOST, server.getPort(), database);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
