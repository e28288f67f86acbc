package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.userdatatransfer.worker.catalogue.CatalogueProperties;
import org.userdatatransfer.worker.catalogue.check.SchemaCheck;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;

/** Checks catalogues as a deployer would, with nothing but the products' connections. */
@ExtendWith(OutputCaptureExtension.class)
class CatalogueCheckCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void acceptsTheShippedCatalogueAndLeavesTheDatabasesAsTheyAre() {
        try (var databases = bare()) {
            var result = check(databases);

            assertThat(printed()).isEqualTo("0 errors, 0 warnings: the worker accepts this catalogue\n");
            assertThat(result).isZero();
            assertThat(DatabaseRows.read(databases.qm(), List.of("user_data_transfer")).tables())
                    .isEmpty();
        }
    }

    @Test
    void printsWhatAnOverridingFileBreaks() throws IOException {
        try (var databases = bare()) {
            var result = check(databases, "--spring.config.additional-location=" + file(
                    """
                    user-data-transfer.catalogue.types.ccr.tables.ccr.users: [agent]
                    """));

            assertThat(printed())
                    .isEqualTo(
                            """
                            ERROR Data type 'ccr', table public.ccr: there is no column agent. \
                            Correct types.ccr.tables.ccr.users
                            WARNING Product 'qm', table public.ccr: column person_id refers to a user by foreign key \
                            ccr_person_fk and belongs to no data type: its rows stay with the source. \
                            Make it a data type, or write products.qm.keeps.ccr: [person_id]
                            1 errors, 1 warnings: the worker refuses to start
                            """);
            assertThat(result).isOne();
        }
    }

    @Test
    void saysWhichDatabaseItCannotReach() {
        var result = CatalogueCheckCommand.run(
                new String[] {
                    "--check-catalogue",
                    "--user-data-transfer.products.qm.url=jdbc:postgresql://localhost:1/qm",
                    "--user-data-transfer.products.qm.username=nobody",
                    "--user-data-transfer.products.qm.password="
                },
                new PrintStream(printed));

        assertThat(printed()).startsWith("Product 'qm': cannot read jdbc:postgresql://localhost:1/qm: ");
        assertThat(result).isOne();
    }

    @Test
    void refusesAWordThatTheCatalogueDoesNotKnow(CapturedOutput output) throws IOException {
        var override = file(
                """
                user-data-transfer.catalogue.types.ccr.tables.ccr.keep: [team_id]
                """);

        try {
            CatalogueCheckCommand.run(
                    new String[] {"--spring.config.additional-location=" + override}, new PrintStream(printed));
        } catch (RuntimeException expected) {
            assertThat(output)
                    .contains("APPLICATION FAILED TO START", "user-data-transfer.catalogue.types.ccr.tables.ccr.keep");
            return;
        }
        throw new AssertionError("It was accepted");
    }

    /** A worker in which nothing but the check is left. */
    @EnableConfigurationProperties(CatalogueProperties.class)
    static class WorkerWithoutDatabases {

        @Bean
        Object checked(CatalogueProperties catalogue) {
            return SchemaCheck.refuseUnlessSound(catalogue, Map.of());
        }
    }

    @Test
    void letsAStartFailWithAllThatIsWrongAndNoStackTrace(CapturedOutput output) {
        var worker = new SpringApplication(WorkerWithoutDatabases.class);
        worker.setWebApplicationType(WebApplicationType.NONE);

        try {
            worker.run();
        } catch (RuntimeException expected) {
            assertThat(output)
                    .contains(
                            "APPLICATION FAILED TO START",
                            """
                            Description:

                            The catalogue does not fit the databases:
                             - ERROR Product 'qm': it has data types but no database. Set \
                            user-data-transfer.products.qm.url, or take its types away with enabled: false
                             - ERROR Product 'wfm': it has data types but no database. Set \
                            user-data-transfer.products.wfm.url, or take its types away with enabled: false

                            Action:

                            Correct the catalogue (paths are below user-data-transfer.catalogue) or the databases. To \
                            check a catalogue without starting the worker:
                                java -jar transfer-worker.jar --check-catalogue
                            """)
                    .doesNotContain("\tat ");
            return;
        }
        throw new AssertionError("It started");
    }

    private static ReferenceDatabases bare() {
        return ReferenceDatabases.empty(database -> {}, "bare");
    }

    private int check(ReferenceDatabases databases, String... more) {
        var arguments = new ArrayList<>(List.of("--check-catalogue"));
        connection(arguments, "qm", databases.qm());
        connection(arguments, "wfm", databases.wfm());
        arguments.addAll(List.of(more));
        return CatalogueCheckCommand.run(arguments.toArray(String[]::new), new PrintStream(printed));
    }

    private static void connection(List<String> arguments, String product, DataSource database) {
        var source = (PGSimpleDataSource) database;
        var prefix = "--user-data-transfer.products." + product;
        arguments.add(prefix + ".url=" + source.getUrl());
        arguments.add(prefix + ".username=" + source.getUser());
        arguments.add(prefix + ".password=" + source.getPassword());
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("mine.yml"), yaml).toUri().toString();
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
