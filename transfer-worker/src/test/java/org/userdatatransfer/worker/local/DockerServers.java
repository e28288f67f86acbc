package org.userdatatransfer.worker.local;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Each server in a container of its own; if this JVM is killed, Testcontainers removes them. */
final class DockerServers implements ServerSource {

    private static final String POSTGRES = "postgres:18";
    private static final String KAFKA = "apache/kafka:4.2.1";
    private static final String REGISTRY = "apicurio/apicurio-registry:3.3.3";

    /** Those of {@code docker-compose.yml}. */
    static final List<String> IMAGES = List.of(POSTGRES, KAFKA, REGISTRY);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long HALF_A_GIGABYTE = 512L << 20;

    @Override
    public RunningServer postgres(Map<String, String> settings) {
        return started(new PostgreSQLContainer(POSTGRES)
                .withUsername(LocalPostgres.USER)
                .withPassword(LocalPostgres.PASSWORD)
                // What the workers of a parallel query share: Docker gives 64 MB.
                .withSharedMemorySize(HALF_A_GIGABYTE)
                .withCommand(options(settings)));
    }

    @Override
    public RunningServer kafka(Map<String, String> settings) {
        // The image gives each a gigabyte, and tests have several at a time.
        var broker = new KafkaContainer(KAFKA).withEnv("KAFKA_HEAP_OPTS", "-Xmx512m");
        settings.forEach((name, value) -> broker.addEnv(variable(name), value));
        return started(broker);
    }

    @Override
    public RunningServer registry() {
        return started(new GenericContainer<>(REGISTRY)
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp(LocalRegistry.PROBE)));
    }

    private static RunningServer started(GenericContainer<?> container) {
        container.withStartupTimeout(PATIENCE).start();
        return new RunningServer(container.getHost(), container.getFirstMappedPort(), container::stop);
    }

    private static String[] options(Map<String, String> settings) {
        return Stream.concat(
                        Stream.of("postgres"),
                        settings.entrySet().stream().flatMap(s -> Stream.of("-c", s.getKey() + "=" + s.getValue())))
                .toArray(String[]::new);
    }

    private static String variable(String setting) {
        return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
