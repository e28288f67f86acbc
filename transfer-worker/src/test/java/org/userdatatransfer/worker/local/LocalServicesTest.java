package org.userdatatransfer.worker.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class LocalServicesTest {

    @Test
    void givesTheWorkerItsDatabasesItsBrokerAndItsRegistry() throws Exception {
        var services = LocalServices.shared();

        var properties = services.properties("_local_services_test");

        assertThat(properties.get("user-data-transfer.wire.registry-url")).startsWith("http://127.0.0.1:");
        try (var admin = Admin.create(Map.of("bootstrap.servers", properties.get("spring.kafka.bootstrap-servers")));
                var connection = services.postgres().database("qm_local_services_test").getConnection()) {
            assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(1);
            assertThat(connection.isValid(5)).isTrue();
        }
    }
}
