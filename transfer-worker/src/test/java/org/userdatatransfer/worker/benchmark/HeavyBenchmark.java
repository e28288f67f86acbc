package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One user with very many rows, beside the bare statements for the same rows; with fewer and more rows, to see how time
 * and memory grow.
 */
final class HeavyBenchmark implements Benchmark {

    private static final int WARM_UP = 50;
    private static final int LEAST = 10_000;

    /**
     * What a size took.
     *
     * @param rows moved and removed
     */
    private record Size(
            int userRows,
            long rows,
            Duration ours,
            CpuTime cpu,
            long walBytes,
            long memory,
            long heap,
            Optional<Bare> bare) {

        double microsPerRow() {
            return ours.toNanos() / 1e3 / rows;
        }
    }

    private record Bare(Duration inTurn, Duration sideBySide, CpuTime cpu, long walBytes) {}

    @Override
    public String name() {
        return "heavy";
    }

    @Override
    public List<Figure> run(Servers servers) {
        var most = servers.settings().heavyRows();
        var least = measure(servers, Math.min(LEAST, most / 100), false);
        var tenth = measure(servers, most / 10, true);
        var heavy = measure(servers, most, true);
        var figures = new ArrayList<Figure>();
        figures.addAll(beside(tenth));
        figures.addAll(beside(heavy));
        figures.addAll(growth(tenth, least, heavy));
        if (servers.settings().large()) {
            figures.addAll(growth(tenth, least, measure(servers, most * 10, false)));
        }
        return figures;
    }

    private static Size measure(Servers servers, int userRows, boolean beside) {
        var user = new HeavyUser(userRows);
        var template = "heavy_%d".formatted(userRows);
        var warm = UserPair.numbered("warm-", WARM_UP);
        servers.createTemplate(
                template,
                Stream.concat(SmallUsers.sql(servers.settings(), WARM_UP, 0).stream(), user.sql().stream())
                        .toList());
        try (var ours = Installation.copyOf(servers, template, template + "_ours")) {
            var size = worker(ours, user, warm);
            if (!beside) {
                return size;
            }
            try (var inTurn = Installation.copyOf(servers, template, template + "_in_turn")) {
                var bare = bare(servers, template, inTurn, user, warm);
                Conservation.before(ours).checkSame(inTurn);
                return new Size(
                        size.userRows(),
                        size.rows(),
                        size.ours(),
                        size.cpu(),
                        size.walBytes(),
                        size.memory(),
                        size.heap(),
                        Optional.of(bare));
            }
        } finally {
            servers.dropTemplates();
        }
    }

    private static Size worker(Installation installation, HeavyUser user, List<UserPair> warm) {
        var conservation = Conservation.before(installation);
        try (var run = WorkerRun.start(installation)) {
            run.upstream().transferAll(warm);
            conservation.check(warm);
            var heavy = Conservation.before(installation);
            installation.settle();
            Statements.forget(installation.servers());
            var usage = Usage.of(installation);
            var cpu = CpuTime.of(installation.servers());
            Duration took;
            try (var waits = Waits.watch(installation, installation.name())) {
                took = run.upstream().request(user.pair()).join();
            }
            cpu = CpuTime.of(installation.servers()).since(cpu);
            usage = Usage.of(installation).since(usage);
            Statements.keep(installation, installation.name());
            var memory = run.worker().peakMemory();
            var heap = run.worker().peakHeap();
            installation.settle();
            var rows = heavy.check(List.of(user.pair()));
            return new Size(user.rows(), rows, took, cpu, usage.walBytes(), memory, heap, Optional.empty());
        }
    }

    private static Bare bare(
            Servers servers, String template, Installation inTurn, HeavyUser user, List<UserPair> warm) {
        var conservation = Conservation.before(inTurn);
        new ScriptRun(inTurn).transferAll(warm, 1);
        inTurn.settle();
        var usage = Usage.of(inTurn);
        var cpu = CpuTime.of(servers);
        var oneAfterTheOther = new ScriptRun(inTurn).transferAll(List.of(user.pair()), 1);
        cpu = CpuTime.of(servers).since(cpu);
        usage = Usage.of(inTurn).since(usage);
        inTurn.settle();
        conservation.checkScript(Stream.concat(warm.stream(), Stream.of(user.pair())).toList());
        try (var sideBySide = Installation.copyOf(servers, template, template + "_side_by_side")) {
            return new Bare(
                    oneAfterTheOther,
                    new ScriptRun(sideBySide).transferSideBySide(user.pair()),
                    cpu,
                    usage.walBytes());
        }
    }

    private static List<Figure> beside(Size size) {
        var bare = size.bare().orElseThrow();
        var sizes = Map.<String, Object>of("rows of the user", size.userRows(), "moved and removed", size.rows());
        var of = "of %,d rows".formatted(size.userRows());
        return List.of(
                Figure.of(
                        "heavy: user %s, over bare SQL".formatted(of),
                        "s",
                        seconds(size.ours()),
                        seconds(bare.inTurn()),
                        "<= 1.0",
                        sizes),
                Figure.of(
                        "heavy: user %s, over both databases at once".formatted(of),
                        "s",
                        seconds(size.ours()),
                        seconds(bare.sideBySide()),
                        "",
                        Map.of()),
                Figure.of(
                        "heavy: user %s, processor time".formatted(of),
                        "s",
                        size.cpu().millis() / 1e3,
                        bare.cpu().millis() / 1e3,
                        "",
                        Map.of()),
                Figure.of(
                        "heavy: user %s, WAL per row".formatted(of),
                        "bytes",
                        (double) size.walBytes() / size.rows(),
                        (double) bare.walBytes() / size.rows(),
                        "",
                        Map.of()));
    }

    private static List<Figure> growth(Size time, Size memory, Size large) {
        return List.of(
                Figure.of(
                        "heavy: time per row, %,d over %,d rows".formatted(large.userRows(), time.userRows()),
                        "us",
                        large.microsPerRow(),
                        time.microsPerRow(),
                        "<= 1.1",
                        Map.of()),
                Figure.of(
                        "heavy: peak memory, %,d over %,d rows".formatted(large.userRows(), memory.userRows()),
                        "MB",
                        megabytes(large.memory()),
                        megabytes(memory.memory()),
                        "<= 1.05",
                        Map.of()),
                Figure.of(
                        "heavy: peak heap after collection, %,d over %,d rows"
                                .formatted(large.userRows(), memory.userRows()),
                        "MB",
                        megabytes(large.heap()),
                        megabytes(memory.heap()),
                        "",
                        Map.of()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double megabytes(long bytes) {
        return bytes / 1048576.0;
    }
}
