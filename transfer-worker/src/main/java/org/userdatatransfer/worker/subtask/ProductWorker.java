package org.userdatatransfer.worker.subtask;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * One product's share of a batch: one transaction if all goes well. If not, the batch is halved, each half in a
 * transaction of its own, until the sub-task that is to blame is alone with its failure. Slices of large data types have
 * their transactions to themselves.
 */
public final class ProductWorker {

    private static final Logger log = LoggerFactory.getLogger(ProductWorker.class);

    private static final int MOST_REPLANS = 3;

    /** Only a database that cannot be used counts; a transfer that fails says nothing of the next one. */
    private static final CircuitBreakerConfig WHEN_UNAVAILABLE = CircuitBreakerConfig.custom()
            .slidingWindowSize(10)
            .minimumNumberOfCalls(5)
            .failureRateThreshold(80)
            .waitDurationInOpenState(Duration.ofSeconds(5))
            .permittedNumberOfCallsInHalfOpenState(1)
            .recordException(failure -> FailureKind.of(failure) == FailureKind.UNAVAILABLE)
            .build();

    /** How long slices of one message go on before the rest waits for its next turn. */
    private static final Duration SLICES_AT_ONCE = Duration.ofSeconds(3);

    private final ProductDatabase database;
    private final FencedBatch batch;
    private final CircuitBreaker breaker;

    public ProductWorker(ProductDatabase database, FencedBatch batch) {
        this.database = database;
        this.batch = batch;
        this.breaker = CircuitBreaker.of(database.product().value(), WHEN_UNAVAILABLE);
    }

    /** @throws RuntimeException if the database cannot be used, or could not a moment ago: the batch is to be repeated */
    SubTaskRun run(List<SubTask> subTasks) {
        return breaker.executeSupplier(() -> runAll(subTasks));
    }

    private SubTaskRun runAll(List<SubTask> subTasks) {
        var reports = new ArrayList<SubTaskReport>();
        var followUps = new ArrayList<SubTask>();
        var previews = subTasks.stream()
                .filter(s -> s.action() == SubTaskAction.PREVIEW)
                .toList();
        if (!previews.isEmpty()) {
            reports.addAll(database.inSnapshot(() -> batch.preview(previews)));
        }
        var whole = subTasks.stream()
                .filter(s -> s.action() != SubTaskAction.PREVIEW && !s.isSlice())
                .toList();
        for (var together : DistinctTransfers.split(whole)) {
            reports.addAll(halving(together));
        }
        var unfinished = reports.stream().filter(ProductWorker::isInProgress).toList();
        if (!unfinished.isEmpty()) {
            whole.forEach(s -> followUp(s, unfinished).ifPresent(followUps::add));
        }
        subTasks.stream().filter(SubTask::isSlice).forEach(s -> slices(s, reports, followUps));
        return new SubTaskRun(reports, followUps);
    }

    private void slices(SubTask first, List<SubTaskReport> reports, List<SubTask> followUps) {
        var end = System.nanoTime() + SLICES_AT_ONCE.toNanos();
        var next = Optional.of(first);
        var last = List.<SubTaskReport>of();
        do {
            var slice = next.get();
            last = halving(List.of(slice));
            next = followUp(slice, last);
        } while (next.isPresent() && System.nanoTime() < end);
        reports.addAll(last);
        next.ifPresent(followUps::add);
    }

    private static boolean isInProgress(SubTaskReport report) {
        return report.results().stream().anyMatch(r -> r.outcome() == DataTypeOutcome.IN_PROGRESS);
    }

    /** The next slice, if a report says that there is more to do. */
    private static Optional<SubTask> followUp(SubTask subTask, List<SubTaskReport> reports) {
        if (subTask.action() != SubTaskAction.TRANSFER && subTask.action() != SubTaskAction.COMPENSATE) {
            return Optional.empty();
        }
        return reports.stream()
                .filter(r -> r.transferId().equals(subTask.transferId()) && r.epoch() == subTask.epoch())
                .filter(r -> r.action() == subTask.action())
                .filter(r -> r.results().getFirst().dataType().equals(subTask.dataType()))
                .filter(ProductWorker::isInProgress)
                .findFirst()
                .map(r -> subTask.atStep(r.step() + 1));
    }

    private List<SubTaskReport> halving(List<SubTask> subTasks) {
        try {
            return database.inTransaction(() -> batch.run(subTasks));
        } catch (RuntimeException failure) {
            if (FailureKind.of(failure) == FailureKind.UNAVAILABLE) {
                throw failure;
            }
            if (subTasks.size() == 1) {
                return alone(subTasks.getFirst(), failure);
            }
            var half = subTasks.size() / 2;
            var reports = new ArrayList<>(halving(subTasks.subList(0, half)));
            reports.addAll(halving(subTasks.subList(half, subTasks.size())));
            return reports;
        }
    }

    /** What becomes of a sub-task that fails by itself. */
    private List<SubTaskReport> alone(SubTask subTask, RuntimeException first) {
        var failure = first;
        for (var attempt = 0; attempt < MOST_REPLANS && FailureKind.of(failure) == FailureKind.REPLAN; attempt++) {
            try {
                return database.inTransaction(() -> batch.run(List.of(subTask)));
            } catch (RuntimeException again) {
                failure = again;
            }
        }
        return settled(subTask, failure);
    }

    private List<SubTaskReport> settled(SubTask subTask, RuntimeException failure) {
        return switch (FailureKind.of(failure)) {
            case UNAVAILABLE -> throw failure;
            case BUSY -> {
                log.info("{} is put off: {}", describe(subTask), failure.getMessage());
                yield List.of(Reporting.ofAll(subTask, type -> Failures.deferred(type, failure)));
            }
            case REPLAN, PERMANENT -> {
                log.warn("{} failed and will not be tried again", describe(subTask), failure);
                // Committed on the fence before anybody hears of it: delivered again, the sub-task cannot succeed.
                yield database.inTransaction(
                        () -> batch.fail(subTask, type -> Failures.failed(type, failure)));
            }
        };
    }

    private static String describe(SubTask subTask) {
        return "%s of %s for transfer %s, epoch %d"
                .formatted(subTask.action(), subTask.dataTypes(), subTask.transferId(), subTask.epoch());
    }
}
