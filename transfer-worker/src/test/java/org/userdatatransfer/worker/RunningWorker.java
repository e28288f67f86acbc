package org.userdatatransfer.worker;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.web.client.RestClient;
import org.userdatatransfer.worker.local.LocalKafka;
import org.userdatatransfer.worker.local.LocalServices;

/** A whole worker on real servers, with those who deal with it from outside: the suite, the HR system, a dashboard. */
final class RunningWorker implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final String bootstrapServers;
    final Suite suite;
    final Hr hr;
    final Desk desk;

    private RunningWorker(Map<String, String> properties, Suite suite) {
        this.suite = suite;
        this.bootstrapServers = properties.get("spring.kafka.bootstrap-servers");
        this.context = new SpringApplication(TransferWorker.class).run(arguments(properties));
        var registryUrl = properties.get("user-data-transfer.wire.registry-url");
        this.hr = new Hr(bootstrapServers, registryUrl);
        this.desk = new Desk(bootstrapServers, registryUrl);
    }

    /** The one that all tests share; each test has a tenant of its own. */
    static RunningWorker shared() {
        var services = LocalServices.shared();
        var properties = services.properties("_end_to_end");
        return new RunningWorker(properties, Suite.create(services.postgres(), "_end_to_end"));
    }

    /** One of an installation that has no table of alerts, with a broker to itself. */
    static RunningWorker withoutAlerts(LocalKafka broker) {
        var services = LocalServices.shared();
        var properties = new TreeMap<>(services.properties("_without_alerts"));
        properties.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        var suite = Suite.create(services.postgres(), "_without_alerts");
        suite.wfm("drop table alert");
        return new RunningWorker(properties, suite);
    }

    /** One whose transfers have four seconds, on a broker to itself; silent sub-tasks are asked again at once. */
    static RunningWorker inAHurry(LocalKafka broker, String whenOverdue) {
        var services = LocalServices.shared();
        var suffix = "_overdue_" + whenOverdue.toLowerCase(Locale.ROOT);
        var properties = new TreeMap<>(services.properties(suffix));
        properties.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        properties.put("user-data-transfer.coordination.transfer-deadline", "4s");
        properties.put("user-data-transfer.coordination.when-overdue", whenOverdue);
        properties.put("user-data-transfer.coordination.ask-again-after", "500ms");
        return new RunningWorker(properties, Suite.create(services.postgres(), suffix));
    }

    /** Takes no commands from now on, and loses those that are sent. */
    LostCommands loseCommands() {
        return LostCommands.of(context.getBean(KafkaListenerEndpointRegistry.class), bootstrapServers);
    }

    /** Who listens to everything that goes over the topics from now on, and sends it again. */
    Redelivery redelivery(long seed) {
        return new Redelivery(bootstrapServers, seed);
    }

    /** A setting of the server, in the worker's connections to the coordinator's database. */
    String databaseSetting(String name) {
        return JdbcClient.create(context.getBean(DataSource.class))
                .sql("SELECT current_setting(:name)")
                .param("name", name)
                .query(String.class)
                .single();
    }

    /** What the web port answers. */
    String answer(String path) {
        var port = context.getEnvironment().getProperty("local.server.port");
        return Objects.requireNonNull(RestClient.create()
                .get()
                .uri(URI.create("http://localhost:%s%s".formatted(port, path)))
                .retrieve()
                .body(String.class));
    }

    /** Waits until everything that was published has been taken in. */
    void awaitQuiet() {
        Backlog.awaitNone(bootstrapServers);
    }

    private static String[] arguments(Map<String, String> properties) {
        var all = new ArrayList<>(List.of(
                "--server.port=0",
                "--user-data-transfer.messaging.partitions=6",
                "--user-data-transfer.products.qm.lock-timeout=1s",
                "--user-data-transfer.products.wfm.lock-timeout=1s",
                "--user-data-transfer.coordination.sweep-interval=200ms",
                "--user-data-transfer.coordination.first-deferral=200ms",
                "--user-data-transfer.coordination.compensation-pause=500ms"));
        properties.forEach((name, value) -> all.add("--%s=%s".formatted(name, value)));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        desk.close();
        hr.close();
        context.close();
    }
}
