package org.userdatatransfer.worker.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Embedded or in containers, the servers are the same: these tests are run with either. */
class LocalServicesTest {

    private final LocalServices services = LocalServices.shared();

    @Test
    void givesTheWorkerItsDatabasesItsBrokerAndItsRegistry() throws Exception {
        var properties = services.properties("_local_services_test");

        var subjects = URI.create(properties.get("user-data-transfer.wire.registry-url") + "/subjects");
        try (var admin = Admin.create(Map.of("bootstrap.servers", properties.get("spring.kafka.bootstrap-servers")));
                var http = HttpClient.newHttpClient();
                var connection = services.postgres().database("qm_local_services_test").getConnection()) {
            assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(1);
            assertThat(http.send(HttpRequest.newBuilder(subjects).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void hasABrokerThatCreatesNoTopicByAccidentAndLetsNoGroupWait() throws Exception {
        var broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try (var admin = Admin.create(Map.of("bootstrap.servers", services.kafka().bootstrapServers()))) {
            var settings = admin.describeConfigs(List.of(broker)).all().get(30, TimeUnit.SECONDS);

            assertThat(settings.get(broker).get("auto.create.topics.enable").value()).isEqualTo("false");
            assertThat(settings.get(broker).get("group.initial.rebalance.delay.ms").value()).isEqualTo("0");
            assertThat(settings.get(broker).get("log.index.size.max.bytes").value()).isEqualTo("1048576");
        }
    }

    @Test
    void hasADatabaseServerOfThisVersionThatIsConfiguredAsAsked() {
        try (var server = LocalPostgres.start(Map.of("synchronous_commit", "off"))) {
            assertThat(setting(server, "server_version")).startsWith("18.");
            assertThat(setting(server, "max_connections")).isEqualTo("300");
            assertThat(setting(server, "fsync")).isEqualTo("off");
            assertThat(setting(server, "synchronous_commit")).isEqualTo("off");
        }
    }

    private static String setting(LocalPostgres server, String name) {
        return JdbcClient.create(server.database("postgres"))
                .sql("SELECT current_setting('%s')".formatted(name))
                .query(String.class)
                .single();
    }
}
