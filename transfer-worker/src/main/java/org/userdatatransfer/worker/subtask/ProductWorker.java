package org.userdatatransfer.worker.subtask;

import static java.util.stream.Collectors.partitioningBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * One product's share of a batch: a transaction per lane if all goes well, but for slices of large data types, which
 * have their transactions to themselves.
 */
final class ProductWorker {

    /** Only a database that cannot be used counts; a transfer that fails says nothing of the next one. */
    private static final CircuitBreakerConfig WHEN_UNAVAILABLE = CircuitBreakerConfig.custom()
            .slidingWindowSize(5)
            .minimumNumberOfCalls(5)
            .failureRateThreshold(100)
            .waitDurationInOpenState(Duration.ofSeconds(5))
            .permittedNumberOfCallsInHalfOpenState(1)
            .recordException(failure -> FailureKind.of(failure) == FailureKind.UNAVAILABLE)
            .build();

    /** How long slices of one message go on before the rest waits for its next turn. */
    private static final Duration SLICES_AT_ONCE = Duration.ofSeconds(3);

    private final Bisection bisection;
    private final CircuitBreaker breaker;

    ProductWorker(Product product, Bisection bisection) {
        this.bisection = bisection;
        this.breaker = CircuitBreaker.of(product.value(), WHEN_UNAVAILABLE);
    }

    /**
     * @throws RuntimeException if the database cannot be used, or could not a moment ago: the batch is to be repeated
     */
    SubTaskRun run(List<SubTask> subTasks) {
        return breaker.executeSupplier(() -> runAll(subTasks));
    }

    private SubTaskRun runAll(List<SubTask> subTasks) {
        var together = together(subTasks.stream().filter(s -> !s.isSlice()).toList());
        return subTasks.stream().filter(SubTask::isSlice).map(this::slices).reduce(together, SubTaskRun::and);
    }

    private SubTaskRun together(List<SubTask> subTasks) {
        var reports = new ArrayList<SubTaskReport>();
        var previews = subTasks.stream()
                .filter(s -> s.action() == SubTaskAction.PREVIEW)
                .toList();
        if (!previews.isEmpty()) {
            reports.addAll(bisection.preview(previews));
        }
        var others = subTasks.stream()
                .filter(s -> s.action() != SubTaskAction.PREVIEW)
                .toList();
        for (var distinct : DistinctTransfers.split(others)) {
            // An undo waits for the transfers under way. Were some in its own transaction, two such would deadlock.
            var takenBack =
                    distinct.stream().collect(partitioningBy(s -> s.action() == SubTaskAction.COMPENSATE));
            reports.addAll(bisection.run(takenBack.get(false)));
            reports.addAll(bisection.run(takenBack.get(true)));
        }
        var unfinished = reports.stream().filter(ProductWorker::isInProgress).toList();
        var followUps = unfinished.isEmpty()
                ? List.<SubTask>of()
                : others.stream().flatMap(s -> followUp(s, unfinished).stream()).toList();
        return new SubTaskRun(SubTaskReport.joined(reports), followUps);
    }

    private SubTaskRun slices(SubTask first) {
        var end = System.nanoTime() + SLICES_AT_ONCE.toNanos();
        var next = Optional.of(first);
        var last = List.<SubTaskReport>of();
        do {
            var slice = next.get();
            last = bisection.run(List.of(slice));
            next = followUp(slice, last);
        } while (next.isPresent() && System.nanoTime() < end);
        return new SubTaskRun(last, next.stream().toList());
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
}
