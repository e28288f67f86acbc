package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One small transfer at a time, from its request to its completion, beside bare hops over the same broker. */
final class LatencyBenchmark implements Benchmark {

    private static final int WARM_UP = 500;
    private static final int FIRST = 50;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Figure> run(Servers servers) {
        var count = servers.settings().small();
        var warm = UserPair.numbered("warm-", WARM_UP);
        var pairs = UserPair.numbered("", count);
        var hops = Percentiles.of(hops(servers, count));
        servers.createTemplate("latency", SmallUsers.sql(servers.settings(), WARM_UP, count));
        try (var installation = Installation.copyOf(servers, "latency", "latency_ours")) {
            var conservation = Conservation.before(installation);
            var times = new ArrayList<Duration>();
            try (var run = WorkerRun.start(installation)) {
                run.upstream().transferAll(warm.subList(FIRST, WARM_UP));
                warm.subList(0, FIRST).forEach(pair -> run.upstream().request(pair).join());
                Statements.forget(servers);
                try (var waits = Waits.watch(installation, "latency")) {
                    pairs.forEach(pair -> times.add(run.upstream().request(pair).join()));
                }
                Statements.keep(installation, "latency");
            }
            conservation.check(Stream.concat(warm.stream(), pairs.stream()).toList());
            var ours = Percentiles.of(times);
            return Stream.of(50, 95, 99)
                    .map(percent -> Figure.of(
                            "latency: p%d, over three bare hops".formatted(percent),
                            "ms",
                            ours.millis(percent),
                            hops.millis(percent),
                            percent == 50 ? "<= 3" : "",
                            Map.of("transfers", count)))
                    .toList();
        }
    }

    private static List<Duration> hops(Servers servers, int count) {
        try (var hops = new BareHops(servers)) {
            IntStream.range(0, 2 * WARM_UP).forEach(n -> hops.once());
            return IntStream.range(0, count).mapToObj(n -> hops.once()).toList();
        }
    }
}
