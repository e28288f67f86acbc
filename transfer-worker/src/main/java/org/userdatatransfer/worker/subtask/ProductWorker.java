package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * One product's share of a batch: one transaction if all goes well. If not, the batch is halved, each half in a
 * transaction of its own, until the sub-task that is to blame is alone with its failure.
 */
public final class ProductWorker {

    private static final Logger log = LoggerFactory.getLogger(ProductWorker.class);

    private static final int MOST_REPLANS = 3;

    private final ProductDatabase database;
    private final FencedBatch batch;

    public ProductWorker(ProductDatabase database, FencedBatch batch) {
        this.database = database;
        this.batch = batch;
    }

    SubTaskRun run(List<SubTask> subTasks) {
        var reports = new ArrayList<SubTaskReport>();
        for (var together : DistinctTransfers.split(subTasks)) {
            reports.addAll(halving(together));
        }
        return new SubTaskRun(reports, List.of());
    }

    private List<SubTaskReport> halving(List<SubTask> subTasks) {
        try {
            return database.inTransaction(() -> batch.run(subTasks));
        } catch (RuntimeException failure) {
            if (FailureKind.of(failure) == FailureKind.UNAVAILABLE) {
                throw failure;
            }
            if (subTasks.size() == 1) {
                return List.of(alone(subTasks.getFirst(), failure));
            }
            var half = subTasks.size() / 2;
            var reports = new ArrayList<>(halving(subTasks.subList(0, half)));
            reports.addAll(halving(subTasks.subList(half, subTasks.size())));
            return reports;
        }
    }

    /** What becomes of a sub-task that fails by itself. */
    private SubTaskReport alone(SubTask subTask, RuntimeException first) {
        var failure = first;
        for (var attempt = 0; attempt < MOST_REPLANS && FailureKind.of(failure) == FailureKind.REPLAN; attempt++) {
            try {
                return database.inTransaction(() -> batch.run(List.of(subTask))).getFirst();
            } catch (RuntimeException again) {
                failure = again;
            }
        }
        var last = failure;
        return switch (FailureKind.of(last)) {
            case UNAVAILABLE -> throw last;
            case BUSY -> {
                log.info("{} is put off: {}", describe(subTask), last.getMessage());
                yield report(subTask, type -> Failures.deferred(type, last));
            }
            case REPLAN, PERMANENT -> {
                log.warn("{} failed and will not be tried again", describe(subTask), last);
                yield failed(subTask, last);
            }
        };
    }

    /** Commits the failure on the fence before anybody hears of it: delivered again, the sub-task cannot succeed. */
    private SubTaskReport failed(SubTask subTask, RuntimeException failure) {
        return database.inTransaction(
                () -> batch.fail(subTask, type -> Failures.failed(type, failure)));
    }

    private static SubTaskReport report(
            SubTask subTask, Function<org.userdatatransfer.worker.transfer.DataTypeName, DataTypeResult> result) {
        return new SubTaskReport(
                subTask.transferId(),
                subTask.epoch(),
                subTask.action(),
                subTask.step(),
                subTask.product(),
                subTask.dataTypes().stream().map(result).toList());
    }

    private static String describe(SubTask subTask) {
        return "%s of %s for transfer %s, epoch %d"
                .formatted(subTask.action(), subTask.dataTypes(), subTask.transferId(), subTask.epoch());
    }
}
