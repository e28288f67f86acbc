package org.userdatatransfer.worker.benchmark;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Runs the benchmarks: {@code mvn -Pbenchmark verify -pl transfer-worker -am}. Nothing here asserts a time; it fails
 * only if something measured was wrong.
 */
class BenchmarkSuite {

    private static final List<Benchmark> ALL = List.of(
            new StartBenchmark(),
            new LatencyBenchmark(),
            new BulkBenchmark(),
            new ScaleBenchmark(),
            new HistoryBenchmark(),
            new UndoBenchmark(),
            new TypeBenchmark(),
            new HeavyBenchmark(),
            new MixedBenchmark());

    @Test
    void measures() {
        var settings = BenchmarkSettings.ofSystemProperties();
        var report = new Report();
        RuntimeException failure = null;
        try (var servers = Servers.start(settings)) {
            for (var benchmark : ALL) {
                if (settings.wants(benchmark.name())) {
                    System.out.printf("Running %s ...%n", benchmark.name());
                    try {
                        report.add(benchmark.run(servers));
                    } catch (RuntimeException e) {
                        report.wrong(benchmark.name(), e.toString());
                        failure = e;
                    } finally {
                        servers.dropTemplates();
                    }
                    report.print(System.out);
                    report.write(Servers.folder().resolve("results.json"), conditions(servers));
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Map<String, Object> conditions(Servers servers) {
        var conditions = new LinkedHashMap<String, Object>();
        conditions.put("processors", Runtime.getRuntime().availableProcessors());
        conditions.put("load average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        conditions.put("java", System.getProperty("java.version"));
        conditions.put("postgresql", servers.jdbc("postgres").sql("show server_version").query(String.class).single());
        for (var setting :
                List.of("fsync", "full_page_writes", "synchronous_commit", "shared_buffers", "max_wal_size")) {
            conditions.put(setting, servers.jdbc("postgres").sql("show " + setting).query(String.class).single());
        }
        return conditions;
    }
}
