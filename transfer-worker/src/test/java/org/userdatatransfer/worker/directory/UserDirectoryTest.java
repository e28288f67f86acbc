package org.userdatatransfer.worker.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.subtask.ProductEngines;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedTransfer;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

/** The products of a transfer are those of its data types. */
class UserDirectoryTest {

    private static final Product QM = new Product("qm");
    private static final Product WFM = new Product("wfm");
    private static final PlannedType CCR = type("ccr", QM);
    private static final PlannedType SHIFT = type("agent-work-shift", WFM);

    private final ReferenceDatabases databases = ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated");
    private final JdbcClient wfm = JdbcClient.create(databases.wfm());
    private final LiveCatalogue live;
    private final ProductEngines engines;

    UserDirectoryTest() {
        var products = List.of(new ProductDatabase(QM, databases.qm()), new ProductDatabase(WFM, databases.wfm()));
        live = LiveCatalogue.of(
                Catalogues.shipped(),
                products.stream()
                        .collect(Collectors.toMap(
                                ProductDatabase::product, database -> SchemaReader.read(database.jdbc()))));
        engines = ProductEngines.of(live, products, new EngineSettings(50_000, 50_000, 100, 2));
    }

    @AfterEach
    void ends() {
        databases.close();
    }

    @Test
    void findsBothUsersInBothProducts() {
        assertThat(check(transfer("anna.leaver", "tom.taker", CCR, SHIFT)))
                .isEqualTo(new UserCheck(Set.of(QM, WFM), List.of()));
    }

    @Test
    void asksNoProductThatATransferIsNotAbout() {
        var users = new LinkedHashMap<>(engines.users());
        users.put(
                WFM,
                new ProductUsers(
                        JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/gone")),
                        live.catalogue().products().get(WFM)));
        var directory = new UserDirectory(users, engines.engines());
        var aboutQm = transfer("anna.leaver", "tom.taker", CCR);

        assertThat(directory.check(List.of(aboutQm)))
                .isEqualTo(Map.of(aboutQm.id(), new UserCheck(Set.of(QM), List.of())));
        assertThatThrownBy(() -> directory.check(List.of(transfer("anna.leaver", "tom.taker", SHIFT))))
                .hasMessageContaining("Failed to obtain JDBC Connection");
    }

    @Test
    void doesNotMindATargetWhoIsInactiveInAProductThatTheTransferIsNotAbout() {
        wfm.sql("UPDATE agent_account SET active = false WHERE tenant_id = 'acme' AND suite_user_id = 'tom.taker'").update();

        assertThat(check(transfer("anna.leaver", "tom.taker", CCR)).rejections()).isEmpty();
        assertThat(check(transfer("anna.leaver", "tom.taker", CCR, SHIFT)).rejections())
                .extracting(FailureReason::message)
                .singleElement()
                .asString()
                .contains("inactive in wfm");
    }

    @Test
    void doesNotTakeAUserForUnknownWhomAProductKnowsThatTheTransferIsNotAbout() {
        wfm.sql("UPDATE agent_account SET suite_user_id = 'wanda' WHERE tenant_id = 'acme' AND suite_user_id = 'anna.leaver'").update();

        assertThat(check(transfer("wanda", "tom.taker", CCR))).isEqualTo(new UserCheck(Set.of(), List.of()));
        assertThat(check(transfer("nobody", "tom.taker", CCR)).rejections()).hasSize(1);
    }

    @Test
    void answersForManyTransfersAtOnce() {
        wfm.sql("UPDATE agent_account SET suite_user_id = 'wanda' WHERE tenant_id = 'acme' AND suite_user_id = 'tom.taker'").update();
        var stranded = transfer("anna.leaver", "tom.taker", CCR, SHIFT);
        var onlyQm = transfer("bea", "tom.taker", CCR);
        var without = transfer("anna.leaver", "tom.taker", CCR, type("no-such-rows", WFM));

        var checks = new UserDirectory(engines.users(), engines.engines()).check(List.of(stranded, onlyQm, without));

        assertThat(checks.get(stranded.id()).rejections())
                .extracting(FailureReason::message)
                .singleElement()
                .asString()
                .contains("The source has rows in wfm, where user 'tom.taker' is unknown");
        assertThat(checks.get(onlyQm.id())).isEqualTo(new UserCheck(Set.of(QM), List.of()));
        assertThat(checks.get(without.id())).isEqualTo(new UserCheck(Set.of(QM), List.of()));
    }

    private UserCheck check(PlannedTransfer transfer) {
        var checks = new UserDirectory(engines.users(), engines.engines()).check(List.of(transfer));
        return Stream.ofNullable(checks.get(transfer.id())).findFirst().orElseThrow();
    }

    private static PlannedType type(String name, Product product) {
        return new PlannedType(new DataTypeName(name), product, Set.of(), new DataTypeName(name));
    }

    private static PlannedTransfer transfer(String source, String target, PlannedType... types) {
        return new PlannedTransfer(
                new TransferRequest(
                        new TransferId(UUID.randomUUID()),
                        new TenantId("acme"),
                        new UserId(source),
                        new UserId(target),
                        "hr",
                        Instant.EPOCH,
                        List.of(),
                        Optional.empty(),
                        TransferMode.EXECUTE,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(types));
    }
}
