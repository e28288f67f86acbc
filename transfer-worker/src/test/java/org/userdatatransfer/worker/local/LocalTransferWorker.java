package org.userdatatransfer.worker.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.userdatatransfer.worker.TransferWorker;

/** Runs the worker with everything it needs on this machine, and shows it a sample transfer. */
final class LocalTransferWorker {

    private static final int PORT = 8080;
    private static final Path LOG = BuildFolder.path().resolve("worker.log");

    private LocalTransferWorker() {}

    public static void main(String[] args) {
        endWithParent();
        var demo = DemoSettings.ofSystemProperties();
        var screen = Screen.ofThisProcess();
        screen.say("Starting PostgreSQL, Kafka and a schema registry ...");
        var services = LocalServices.start();
        SpringApplication.getShutdownHandlers().add(services::close);
        try {
            var completed = run(demo, screen, services, args);
            if (demo.exit()) {
                System.exit(completed ? 0 : 1);
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            services.close();
            System.exit(1);
        }
    }

    private static boolean run(DemoSettings demo, Screen screen, LocalServices services, String[] args) {
        var properties = services.properties("");
        screen.say("Loading %,d rows into each of the source's large data types ...".formatted(demo.rows()));
        var qm = services.postgres().database("qm");
        var wfm = services.postgres().database("wfm");
        ReferenceProducts.createQm(qm);
        ReferenceProducts.createWfm(wfm);
        ReferenceProducts.fill(qm, wfm, demo.rows());
        screen.say("Starting the worker ...");
        var worker = new SpringApplication(TransferWorker.class).run(arguments(properties, args));
        var bootstrapServers = services.kafka().bootstrapServers();
        var registryUrl = services.registry().url();
        var dashboard = new Dashboard(bootstrapServers, registryUrl, screen, type -> strategy(worker, type));
        var transfer = SamplePublisher.publish(bootstrapServers, registryUrl, demo);
        screen.say("Requested transfer %s: everything of %s becomes %s's.%n"
                .formatted(transfer, demo.source(), demo.target()));
        var completed = dashboard.endOf(transfer).join();
        if (demo.exit()) {
            dashboard.close();
        } else {
            sayWhere(screen, worker, properties);
        }
        return completed;
    }

    private static String strategy(ConfigurableApplicationContext worker, String dataType) {
        return worker.getEnvironment()
                .getProperty("user-data-transfer.catalogue.types.%s.strategy".formatted(dataType), "");
    }

    private static void sayWhere(Screen screen, ConfigurableApplicationContext worker, Map<String, String> properties) {
        screen.say("""

                The worker goes on, until Ctrl-C:
                  worker    http://127.0.0.1:%s/actuator/health
                  Kafka     %s
                  registry  %s
                  databases %s
                            %s
                            %s
                            (user postgres, password postgres)
                  log       %s
                """
                .formatted(
                        worker.getEnvironment().getProperty("local.server.port"),
                        properties.get("spring.kafka.bootstrap-servers"),
                        properties.get("user-data-transfer.wire.registry-url"),
                        properties.get("spring.datasource.url"),
                        properties.get("user-data-transfer.products.qm.url"),
                        properties.get("user-data-transfer.products.wfm.url"),
                        LOG));
    }

    private static String[] arguments(Map<String, String> properties, String[] args) {
        var all = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + (Loopback.isFree(PORT) ? PORT : 0),
                "--logging.file.name=" + LOG,
                "--logging.config=classpath:local/logback.xml",
                "--logging.threshold.console=ERROR"));
        properties.forEach((name, value) -> all.add("--%s=%s".formatted(name, value)));
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }

    /** Ends this process when the build that started it has ended, however that ended. */
    private static void endWithParent() {
        if (Boolean.getBoolean("local.end-with-parent")) {
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
        }
    }
}
