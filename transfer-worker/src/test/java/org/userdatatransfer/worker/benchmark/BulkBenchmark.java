package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Many small transfers at once, from the first request to the last completion, beside a DBA's script. */
final class BulkBenchmark implements Benchmark {

    private static final int DATA_TYPES = 36;
    private static final int BATCH = 200;
    /** As many as it takes until the worker's code is compiled: it is measured as one that has run for a while. */
    private static final int WARM_UP = 3_000;

    private record Side(Duration took, CpuTime cpu, Usage usage, long rows) {

        double perSecond(int transfers) {
            return transfers / (took.toNanos() / 1e9);
        }
    }

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public List<Figure> run(Servers servers) {
        var transfers = servers.settings().transfers();
        var warm = UserPair.numbered("warm-", WARM_UP);
        var pairs = UserPair.numbered("", transfers);
        servers.createTemplate("bulk", SmallUsers.sql(servers.settings(), warm.size(), transfers));
        try (var ours = Installation.copyOf(servers, "bulk", "bulk_ours");
                var script2 = Installation.copyOf(servers, "bulk", "bulk_script_2");
                var script4 = Installation.copyOf(servers, "bulk", "bulk_script_4");
                var batches = Installation.copyOf(servers, "bulk", "bulk_batches")) {
            var by2 = script(script2, warm, pairs, (script, some) -> script.transferAll(some, 2));
            var by4 = script(script4, warm, pairs, (script, some) -> script.transferAll(some, 4));
            var bare = script(batches, warm, pairs, (script, some) -> script.transferInBatches(some, BATCH));
            var best = by4.took().compareTo(by2.took()) < 0 ? by4 : by2;
            var worker = worker(ours, warm, pairs);
            Conservation.before(ours).checkSame(script4);
            return figures(servers.settings(), worker, best, best == by4 ? 4 : 2, bare);
        }
    }

    private static Side worker(Installation installation, List<UserPair> warm, List<UserPair> pairs) {
        var conservation = Conservation.before(installation);
        Duration took;
        CpuTime cpu;
        Usage before;
        try (var run = WorkerRun.start(installation)) {
            run.upstream().transferAll(warm);
            installation.settle();
            Statements.forget(installation.servers());
            before = Usage.of(installation);
            cpu = CpuTime.of(installation.servers());
            try (var waits = Waits.watch(installation, "bulk")) {
                took = run.upstream().transferAll(pairs);
            }
            cpu = CpuTime.of(installation.servers()).since(cpu);
            Statements.keep(installation, "bulk");
        }
        // Connections tell what they have done when they are closed.
        var usage = Usage.of(installation).since(before);
        installation.settle();
        return side(conservation.check(both(warm, pairs)), took, cpu, usage, warm, pairs);
    }

    /** How a script transfers. */
    private interface Way {
        Duration transfer(ScriptRun script, List<UserPair> pairs);
    }

    private static Side script(
            Installation installation,
            List<UserPair> warm,
            List<UserPair> pairs,
            Way way) {
        var conservation = Conservation.before(installation);
        var script = new ScriptRun(installation);
        way.transfer(script, warm);
        installation.settle();
        Statements.forget(installation.servers());
        var before = Usage.of(installation);
        var cpu = CpuTime.of(installation.servers());
        var took = way.transfer(script, pairs);
        Statements.keep(installation, installation.name());
        installation.awaitDisconnected();
        cpu = CpuTime.of(installation.servers()).since(cpu);
        var usage = Usage.of(installation).since(before);
        installation.settle();
        return side(conservation.checkScript(both(warm, pairs)), took, cpu, usage, warm, pairs);
    }

    private static Side side(
            long rows, Duration took, CpuTime cpu, Usage usage, List<UserPair> warm, List<UserPair> pairs) {
        // All users have the same number of rows.
        var share = (double) pairs.size() / (warm.size() + pairs.size());
        return new Side(took, cpu, usage, Math.round(rows * share));
    }

    private static List<UserPair> both(List<UserPair> warm, List<UserPair> pairs) {
        return Stream.concat(warm.stream(), pairs.stream()).toList();
    }

    private static List<Figure> figures(
            BenchmarkSettings settings, Side ours, Side script, int connections, Side bare) {
        var transfers = settings.transfers();
        var sizes = new LinkedHashMap<String, Object>();
        sizes.put("transfers", transfers);
        sizes.put("rows", ours.rows());
        sizes.put("script connections", connections);
        var figures = new ArrayList<Figure>();
        figures.add(Figure.of(
                "bulk: transfers a second, over the script",
                "1/s",
                ours.perSecond(transfers),
                script.perSecond(transfers),
                ">= 3",
                sizes));
        figures.add(Figure.of(
                "bulk: transfers a second, over bare batches",
                "1/s",
                ours.perSecond(transfers),
                bare.perSecond(transfers),
                "",
                Map.of("batch", BATCH)));
        figures.add(Figure.of(
                "bulk: processor time per transfer, over the script",
                "ms",
                ours.cpu().millis() / transfers,
                script.cpu().millis() / transfers,
                "",
                Map.of(
                        "ours", ours.cpu().perUnit(transfers),
                        "script", script.cpu().perUnit(transfers),
                        "bare batches", bare.cpu().perUnit(transfers))));
        var subTasks = (double) transfers * DATA_TYPES;
        figures.add(Figure.of(
                "bulk: commits per sub-task",
                "commits",
                ours.usage().commits() / subTasks,
                "<= 0.1",
                Map.of()));
        figures.add(Figure.of(
                "bulk: WAL per row, over the script",
                "bytes",
                (double) ours.usage().walBytes() / ours.rows(),
                (double) script.usage().walBytes() / script.rows(),
                "",
                Map.of()));
        figures.add(Figure.of(
                "bulk: messages per transfer",
                "messages",
                (double) ours.usage().messages() / transfers,
                "",
                Map.of()));
        return figures;
    }
}
