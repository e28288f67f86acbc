package org.userdatatransfer.worker.local;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL server, with as many databases as are asked for. */
public final class LocalPostgres implements AutoCloseable {

    public static final String USER = "postgres";
    public static final String PASSWORD = "postgres";

    /** The server lives as long as its data: nothing here has to survive the machine, so nobody waits for the disk. */
    private static final Map<String, String> SETTINGS = Map.of(
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
    private final RunningServer server;

    private LocalPostgres(RunningServer server) {
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
        var all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        return new LocalPostgres(ServerSource.chosen().postgres(all));
    }

    /** Creates a database of that name. */
    public String create(String database) {
        try (var connection = database("postgres").getConnection();
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
        var source = new PGSimpleDataSource();
        source.setUrl(url(name));
        source.setUser(USER);
        source.setPassword(PASSWORD);
        return source;
    }

    public String url(String database) {
        return "jdbc:postgresql://%s/%s".formatted(server.address(), database);
    }

    @Override
    public void close() {
        server.end().run();
    }
}
