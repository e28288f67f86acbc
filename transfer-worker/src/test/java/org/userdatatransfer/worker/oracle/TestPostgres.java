package org.userdatatransfer.worker.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.userdatatransfer.worker.local.LocalPostgres;
import org.userdatatransfer.worker.local.LocalServices;

/**
 * The one PostgreSQL of this JVM, and copies of databases that are filled once: a copy takes less than a tenth of the
 * time that filling it took.
 */
final class TestPostgres {

    private static final Map<Object, String> TEMPLATES = new ConcurrentHashMap<>();
    private static final AtomicInteger COPIES = new AtomicInteger();

    private TestPostgres() {}

    /** Ends with the JVM, also with one that is killed, as those of mutation testing are. */
    private static final class Server {
        private static final LocalPostgres RUNNING = LocalServices.closedAtExit(
                LocalPostgres.start(Map.of("synchronous_commit", "off", "autovacuum", "off")));
    }

    /** A copy of the database that {@code fill} makes of an empty one; it is called once per template. */
    static TestDatabase copyOf(Object template, Consumer<DataSource> fill) {
        var original = TEMPLATES.computeIfAbsent(template, t -> {
            var name = "template_" + TEMPLATES.size() + "_" + COPIES.incrementAndGet();
            execute(administration(), "CREATE DATABASE " + name);
            fill.accept(database(name));
            return name;
        });
        var name = "copy_" + COPIES.incrementAndGet();
        execute(administration(), "CREATE DATABASE %s TEMPLATE %s".formatted(name, original));
        return new TestDatabase(name, database(name));
    }

    static void drop(String name) {
        execute(administration(), "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
    }

    /** Runs a file of the class path as one statement. */
    static void run(DataSource database, String resource) {
        execute(database, textOf(resource));
    }

    static void execute(DataSource database, String... sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (var each : List.of(sql)) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String textOf(String resource) {
        try (var in = TestPostgres.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalArgumentException("No resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataSource administration() {
        return database("postgres");
    }

    private static DataSource database(String name) {
        return Server.RUNNING.database(name);
    }
}
