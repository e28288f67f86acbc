package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * One transaction for all sub-tasks if all goes well. If not, they are halved, each half in a transaction of its own,
 * until the one that is to blame is alone with its failure.
 */
final class Bisection {

    private static final Logger LOG = LoggerFactory.getLogger(Bisection.class);

    private static final int MOST_REPLANS = 3;

    private final ProductDatabase database;
    private final FencedBatch batch;

    Bisection(ProductDatabase database, FencedBatch batch) {
        this.database = database;
        this.batch = batch;
    }

    /**
     * @throws RuntimeException if the database cannot be used; parts that were committed are answered from the fence
     * later
     */
    List<SubTaskReport> run(List<SubTask> subTasks) {
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
            var reports = new ArrayList<>(run(subTasks.subList(0, half)));
            reports.addAll(run(subTasks.subList(half, subTasks.size())));
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
                LOG.info("{} is put off: {}", describe(subTask), failure.getMessage());
                yield List.of(Reporting.ofAll(subTask, type -> Failures.deferred(type, failure)));
            }
            case REPLAN, PERMANENT -> {
                LOG.warn("{} failed and will not be tried again", describe(subTask), failure);
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
