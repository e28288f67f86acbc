package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A bulk with a long history behind it, beside one in an empty store. */
final class HistoryBenchmark implements Benchmark {

    private static final int WARM_UP = 200;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public List<Figure> run(Servers servers) {
        var settings = servers.settings();
        servers.createTemplate("history", SmallUsers.sql(settings, WARM_UP, settings.transfers()));
        var empty = perSecond(servers, "history_empty", 0);
        var full = perSecond(servers, "history_full", settings.history());
        return List.of(Figure.of(
                "history: bulk after finished transfers, over empty",
                "1/s",
                full,
                empty,
                ">= 0.95",
                Map.of("finished", settings.history(), "transfers", settings.transfers())));
    }

    private static double perSecond(Servers servers, String name, int past) {
        var pairs = UserPair.numbered("", servers.settings().transfers());
        try (var installation = Installation.copyOf(servers, "history", name);
                var run = WorkerRun.start(installation)) {
            run.upstream().transferAll(UserPair.numbered("warm-", WARM_UP));
            PastTransfers.add(installation, past);
            var conservation = Conservation.before(installation);
            Duration took = run.upstream().transferAll(pairs);
            conservation.check(pairs);
            return pairs.size() / (took.toNanos() / 1e9);
        }
    }
}
