package org.userdatatransfer.worker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;

/** The two products as the reference schemas have them. */
public final class ReferenceProducts {

    private ReferenceProducts() {}

    /** Creates Quality Management's tables and the functions that fill them. */
    public static void createQm(DataSource database) {
        run(database, script("qm/schema.sql"), script("qm/demo-data.sql"));
    }

    /** Creates WFM's tables, the optional one too, and the functions that fill them. */
    public static void createWfm(DataSource database) {
        run(database, script("wfm/schema.sql"), script("wfm/alert.sql"), script("wfm/demo-data.sql"));
    }

    /** Fills both side by side with the sample's users. */
    static void fill(DataSource qm, DataSource wfm, int rows) {
        var sample = "select demo.sample(%d)".formatted(rows);
        Stream.of(qm, wfm).parallel().forEach(database -> run(database, sample));
    }

    private static void run(DataSource database, String... scripts) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (var script : scripts) {
                statement.execute(script);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The reference schema cannot be created", e);
        }
    }

    private static String script(String path) {
        try {
            return new ClassPathResource("reference/" + path).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
