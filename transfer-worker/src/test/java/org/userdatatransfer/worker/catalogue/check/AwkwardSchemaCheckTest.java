package org.userdatatransfer.worker.catalogue.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.transfer.Product;

/** A deployer's own tables, awkward on purpose, are no worse for that. */
class AwkwardSchemaCheckTest {

    @Test
    void findsNothingButAMissingIndexWrongWithTheHelpDesk() {
        try (var databases = ReferenceDatabases.empty(database -> {}, "bare")) {
            databases.qmDatabase().run("helpdesk/schema.sql");
            var schema = SchemaReader.read(JdbcClient.create(databases.qm()));

            var findings = SchemaCheck.findings(
                    Catalogues.ofFile("helpdesk/catalogue.yml"), Map.of(new Product("desk"), schema));

            assertThat(findings)
                    .extracting(Finding::toString)
                    .containsExactly(
                            """
                            WARNING Data type 'booking', table Help Desk.booking: no index begins with the user column \
                            account, so every transfer reads the whole table. \
                            CREATE INDEX ON "Help Desk"."booking" ("account")""");
        }
    }
}
