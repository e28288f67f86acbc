package org.userdatatransfer.worker.oracle;

import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A pair of reference databases of one test alone, copied in a fraction of a second. */
public record ReferenceDatabases(TestDatabase qmDatabase, TestDatabase wfmDatabase) implements AutoCloseable {

    /** Rows of anna.leaver in each large type of the sample. */
    private static final int ROWS_LARGE = 60;

    private record Template(String product, boolean sample, boolean alert, Object prepared) {}

    /** With the demo data's sample: every kind of conflict between anna.leaver and tom.taker. */
    public static ReferenceDatabases fresh() {
        return fresh(database -> {}, "bare");
    }

    /**
     * The same after {@code prepare}, such as a migration, which runs once.
     *
     * @param name tells different preparations apart
     */
    public static ReferenceDatabases fresh(Consumer<DataSource> prepare, String name) {
        return new ReferenceDatabases(qm(prepare, name), wfm(prepare, name));
    }

    /** With the demo data's functions but no user and no row. */
    public static ReferenceDatabases empty(Consumer<DataSource> prepare, String name) {
        return new ReferenceDatabases(
                copy(new Template("qm", false, false, name), prepare),
                copy(new Template("wfm", false, true, name), prepare));
    }

    /** As {@link #fresh}, but Workforce Management has no table of alerts. */
    public static ReferenceDatabases withoutAlerts(Consumer<DataSource> prepare, String name) {
        return new ReferenceDatabases(qm(prepare, name), copy(new Template("wfm", true, false, name), prepare));
    }

    /** Quality Management alone. */
    public static TestDatabase qm(Consumer<DataSource> prepare, String name) {
        return copy(new Template("qm", true, false, name), prepare);
    }

    /** Workforce Management alone. */
    public static TestDatabase wfm(Consumer<DataSource> prepare, String name) {
        return copy(new Template("wfm", true, true, name), prepare);
    }

    /** Both products in one database: their tables have different names. */
    public static ReferenceDatabases inOne(Consumer<DataSource> prepare, String name) {
        var both = wfm(prepare, name);
        fill(new Template("qm", true, false, name), both.dataSource());
        return new ReferenceDatabases(both, both);
    }

    public DataSource qm() {
        return qmDatabase.dataSource();
    }

    public DataSource wfm() {
        return wfmDatabase.dataSource();
    }

    @Override
    public void close() {
        List.of(qmDatabase, wfmDatabase).forEach(TestDatabase::close);
    }

    private static TestDatabase copy(Template template, Consumer<DataSource> prepare) {
        return TestPostgres.copyOf(template, database -> {
            fill(template, database);
            prepare.accept(database);
        });
    }

    private static void fill(Template template, DataSource database) {
        var folder = "reference/" + template.product;
        TestPostgres.run(database, folder + "/schema.sql");
        if (template.alert) {
            TestPostgres.run(database, folder + "/alert.sql");
        }
        TestPostgres.run(database, folder + "/demo-data.sql");
        if (template.sample) {
            TestPostgres.execute(database, "SELECT demo.sample(%d)".formatted(ROWS_LARGE));
        }
    }
}
