package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A bulk of several tenants by one worker process, by two and by four: the same rows, and nothing done or said twice.
 */
final class ScaleBenchmark implements Benchmark {

    private static final List<Integer> PROCESSES = List.of(1, 2, 4);
    private static final int TENANTS = 4;
    private static final int WARM_UP = 250;

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public List<Figure> run(Servers servers) {
        var settings = servers.settings();
        var warm = pairs("warm-", WARM_UP);
        var pairs = pairs("", settings.transfers() / TENANTS);
        servers.createTemplate(
                "scale",
                tenants()
                        .flatMap(tenant -> Stream.concat(
                                SmallUsers.sql(settings, tenant, tenant + "-warm-", WARM_UP).stream(),
                                SmallUsers.sql(settings, tenant, tenant + "-", settings.transfers() / TENANTS)
                                        .stream()))
                        .toList());
        var figures = new ArrayList<Figure>();
        var alone = 0.0;
        for (var processes : PROCESSES) {
            var perSecond = perSecond(servers, processes, warm, pairs);
            alone = processes == 1 ? perSecond : alone;
            figures.add(Figure.of(
                    "scale: transfers a second by %d processes, over one".formatted(processes),
                    "1/s",
                    perSecond,
                    alone,
                    "",
                    Map.of("transfers", pairs.size(), "tenants", TENANTS)));
        }
        return figures;
    }

    private static double perSecond(Servers servers, int processes, List<UserPair> warm, List<UserPair> pairs) {
        try (var installation = Installation.copyOf(servers, "scale", "scale_" + processes)) {
            var conservation = Conservation.before(installation);
            var workers = new ArrayList<WorkerProcess>();
            Duration took;
            try {
                IntStream.range(0, processes).forEach(n -> workers.add(WorkerProcess.start(installation, n)));
                try (var upstream = new Upstream(servers)) {
                    upstream.transferAll(warm);
                    took = upstream.transferAll(pairs);
                    upstream.checkHeardOnce(warm.size() + pairs.size());
                }
            } finally {
                workers.forEach(WorkerProcess::close);
            }
            conservation.check(Stream.concat(warm.stream(), pairs.stream()).toList());
            return pairs.size() / (took.toNanos() / 1e9);
        }
    }

    private static List<UserPair> pairs(String prefix, int ofEach) {
        return tenants()
                .flatMap(tenant -> UserPair.numbered(tenant, "%s-%s".formatted(tenant, prefix), ofEach).stream())
                .toList();
    }

    private static Stream<String> tenants() {
        return IntStream.rangeClosed(1, TENANTS).mapToObj("tenant-%d"::formatted);
    }
}
