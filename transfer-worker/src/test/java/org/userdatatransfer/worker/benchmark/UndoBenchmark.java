package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Taking transfers back, many small ones and a heavy one, beside what it took to transfer them. */
final class UndoBenchmark implements Benchmark {

    private static final int WARM_UP = 1_000;

    private record There(Duration transferred, Duration undone) {}

    @Override
    public String name() {
        return "undo";
    }

    @Override
    public List<Figure> run(Servers servers) {
        var settings = servers.settings();
        var warm = UserPair.numbered("warm-", WARM_UP);
        var small = UserPair.numbered("", settings.transfers());
        var heavy = new HeavyUser(settings.heavyRows());
        servers.createTemplate(
                "undo",
                Stream.concat(SmallUsers.sql(settings, WARM_UP, small.size()).stream(), heavy.sql().stream())
                        .toList());
        try (var ours = Installation.copyOf(servers, "undo", "undo_ours");
                var untouched = Installation.copyOf(servers, "undo", "undo_untouched")) {
            There many;
            There one;
            try (var run = WorkerRun.start(ours)) {
                thereAndBack(run, warm);
                many = thereAndBack(run, small);
                Statements.keep(ours, "undo_small");
                one = thereAndBack(run, List.of(heavy.pair()));
                Statements.keep(ours, "undo_heavy");
            }
            Conservation.before(ours).checkSame(untouched);
            return figures(settings, many, one);
        }
    }

    private static There thereAndBack(WorkerRun run, List<UserPair> pairs) {
        var conservation = Conservation.before(run.installation());
        run.installation().settle();
        var transferred = run.upstream().transferAll(pairs);
        conservation.check(pairs);
        run.installation().settle();
        Statements.forget(run.installation().servers());
        return new There(transferred, run.upstream().undoAll(pairs));
    }

    private static List<Figure> figures(BenchmarkSettings settings, There many, There one) {
        return List.of(
                Figure.of(
                        "undo: small transfers a second, over transferring them",
                        "1/s",
                        perSecond(settings.transfers(), many.undone()),
                        perSecond(settings.transfers(), many.transferred()),
                        "",
                        Map.of("transfers", settings.transfers())),
                Figure.of(
                        "undo: one user of %,d rows, over transferring them".formatted(settings.heavyRows()),
                        "s",
                        one.undone().toNanos() / 1e9,
                        one.transferred().toNanos() / 1e9,
                        "",
                        Map.of("rows of the user", settings.heavyRows())));
    }

    private static double perSecond(int transfers, Duration took) {
        return transfers / (took.toNanos() / 1e9);
    }
}
