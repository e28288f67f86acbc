package org.userdatatransfer.worker.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A steady stream of small transfers, alone and beside a heavy one: nobody should have to wait for a million rows. The
 * heavy one has several times the rows of the measure of that name, or the 99th percentile would be one single
 * transfer; and the worker has seen a smaller one before, or that would be the compiler's time.
 */
final class MixedBenchmark implements Benchmark {

    private static final int WARM_UP = 100;
    private static final HeavyUser WARM_UP_HEAVY = new HeavyUser(100_000);
    private static final Duration ALONE = Duration.ofSeconds(60);
    private static final int MORE = 3;
    private static final int MOST_BESIDE = 2_000;

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public List<Figure> run(Servers servers) {
        var settings = servers.settings();
        var alone = (int) ALONE.toSeconds() * settings.perSecond();
        var pairs = UserPair.numbered("", alone + MOST_BESIDE);
        var heavy = new HeavyUser(MORE * settings.heavyRows());
        servers.createTemplate(
                "mixed",
                Stream.of(SmallUsers.sql(settings, WARM_UP, pairs.size()), WARM_UP_HEAVY.sql(), heavy.sql())
                        .flatMap(List::stream)
                        .toList());
        try (var installation = Installation.copyOf(servers, "mixed", "mixed_ours")) {
            var conservation = Conservation.before(installation);
            var next = pairs.iterator();
            var done = new ArrayList<>(UserPair.numbered("warm-", WARM_UP));
            done.add(WARM_UP_HEAVY.pair());
            List<Duration> before;
            List<Duration> beside;
            Duration heavyTook;
            try (var run = WorkerRun.start(installation)) {
                done.forEach(pair -> run.upstream().request(pair).join());
                var warmedUp = done.size();
                before = stream(run, next, done, settings.perSecond(), () -> done.size() >= warmedUp + alone);
                Statements.forget(servers);
                var heavyOne = run.upstream().request(heavy.pair());
                done.add(heavy.pair());
                try (var waits = Waits.watch(installation, "mixed")) {
                    beside = stream(run, next, done, settings.perSecond(), heavyOne::isDone);
                    heavyTook = heavyOne.join();
                }
                Statements.keep(installation, "mixed");
            }
            conservation.check(done);
            return figures(settings, Percentiles.of(before), Percentiles.of(beside), heavyTook);
        }
    }

    /** Transfers at a steady pace, whether or not the ones before have completed, until it is enough. */
    private static List<Duration> stream(
            WorkerRun run, Iterator<UserPair> next, List<UserPair> done, int perSecond, BooleanSupplier enough) {
        var asked = new ArrayList<CompletableFuture<Duration>>();
        var pause = Duration.ofSeconds(1).dividedBy(perSecond).toNanos();
        var at = System.nanoTime();
        while (next.hasNext() && !enough.getAsBoolean()) {
            var pair = next.next();
            asked.add(run.upstream().request(pair));
            done.add(pair);
            at += pause;
            while (System.nanoTime() < at) {
                LockSupport.parkNanos(at - System.nanoTime());
            }
        }
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static List<Figure> figures(
            BenchmarkSettings settings, Percentiles alone, Percentiles beside, Duration heavyTook) {
        return Stream.of(50, 99)
                .map(percent -> Figure.of(
                        "mixed: p%d of small ones beside a heavy one, over alone".formatted(percent),
                        "ms",
                        beside.millis(percent),
                        alone.millis(percent),
                        percent == 99 ? "<= 2" : "",
                        Map.of(
                                "a second", settings.perSecond(),
                                "alone", alone.sorted().size(),
                                "beside", beside.sorted().size(),
                                "heavy rows", MORE * settings.heavyRows(),
                                "heavy seconds", heavyTook.toSeconds())))
                .toList();
    }
}
