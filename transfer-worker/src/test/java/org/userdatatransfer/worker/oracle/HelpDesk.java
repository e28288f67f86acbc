package org.userdatatransfer.worker.oracle;

import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A help desk's database of one test alone: ada.old and ben.new of the org north, with every kind of conflict. */
public record HelpDesk(TestDatabase database) implements AutoCloseable {

    /** The schemas that hold its rows. */
    public static final List<String> SCHEMAS = List.of("people", "Help Desk");

    /** Whose update of one macro affects no row. */
    public static final String SWALLOWING_TRIGGER = "helpdesk/swallowing-trigger.sql";

    /** Who updates one macro gets another like it for its new owner. */
    public static final String DOUBLING_TRIGGER = "helpdesk/doubling-trigger.sql";

    private record Template(Object prepared) {}

    public static HelpDesk fresh() {
        return fresh(database -> {}, "bare");
    }

    /**
     * A copy of the help desk after {@code prepare}, such as a migration, which runs once.
     *
     * @param name tells different preparations apart
     */
    public static HelpDesk fresh(Consumer<DataSource> prepare, String name) {
        return new HelpDesk(TestPostgres.copyOf(new Template(name), database -> {
            TestPostgres.run(database, "helpdesk/schema.sql");
            TestPostgres.run(database, "helpdesk/demo-data.sql");
            prepare.accept(database);
        }));
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public DatabaseRows rows() {
        return DatabaseRows.read(dataSource(), SCHEMAS);
    }

    @Override
    public void close() {
        database.close();
    }
}
