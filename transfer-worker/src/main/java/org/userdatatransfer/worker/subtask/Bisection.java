package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.userdatatransfer.worker.catalogue.Lanes;
import org.userdatatransfer.worker.directory.ProductUsers.ProductUser;
import org.userdatatransfer.worker.directory.ProductUsers.SuiteUser;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * One transaction for all sub-tasks of a lane if all goes well. If not, they are halved, each half in a transaction of
 * its own, until the one that is to blame is alone with its failure.
 */
final class Bisection {

    private static final Logger LOG = LoggerFactory.getLogger(Bisection.class);

    private static final int MOST_REPLANS = 3;

    private final ProductDatabase database;
    private final FencedBatch batch;
    private final Lanes lanes;
    private final Parallel parallel;

    Bisection(ProductDatabase database, FencedBatch batch, Lanes lanes, Parallel parallel) {
        this.database = database;
        this.batch = batch;
        this.lanes = lanes;
        this.parallel = parallel;
    }

    /**
     * @throws RuntimeException if the database cannot be used; parts that were committed are answered from the fence
     * later
     */
    List<SubTaskReport> run(List<SubTask> subTasks) {
        return subTasks.isEmpty() ? List.of() : byHalves(subTasks, this::inLanes, this::settled);
    }

    /** The users are looked up once: whoever they are, they are the same in all transactions of the batch. */
    private List<SubTaskReport> inLanes(List<SubTask> subTasks) {
        var known = batch.users(subTasks);
        var dealt = LaneAssignment.of(subTasks, lanes);
        var reports = new ArrayList<SubTaskReport>();
        parallel.each(dealt.lanes(), lane -> inTransactions(lane, known)).forEach(reports::addAll);
        if (!dealt.behind().isEmpty()) {
            reports.addAll(inTransactions(dealt.behind(), known));
        }
        return reports;
    }

    private List<SubTaskReport> inTransactions(List<SubTask> subTasks, Map<SuiteUser, ProductUser> known) {
        return byHalves(
                subTasks,
                some -> database.inTransaction(() -> batch.run(some, known)),
                (one, failure) -> alone(one, known, failure));
    }

    /**
     * The same for previews, which look at snapshots and pass no fence.
     *
     * @throws RuntimeException if the database cannot be used
     */
    List<SubTaskReport> preview(List<SubTask> previews) {
        return byHalves(previews, some -> database.inSnapshot(() -> batch.preview(some)), Bisection::unpreviewed);
    }

    private static List<SubTaskReport> byHalves(
            List<SubTask> subTasks,
            Function<List<SubTask>, List<SubTaskReport>> together,
            BiFunction<SubTask, RuntimeException, List<SubTaskReport>> alone) {
        try {
            return together.apply(subTasks);
        } catch (RuntimeException failure) {
            if (FailureKind.of(failure) == FailureKind.UNAVAILABLE) {
                throw failure;
            }
            if (subTasks.size() == 1) {
                return alone.apply(subTasks.getFirst(), failure);
            }
            var half = subTasks.size() / 2;
            var reports = new ArrayList<>(byHalves(subTasks.subList(0, half), together, alone));
            reports.addAll(byHalves(subTasks.subList(half, subTasks.size()), together, alone));
            return reports;
        }
    }

    private static List<SubTaskReport> unpreviewed(SubTask preview, RuntimeException failure) {
        var isBusy = FailureKind.of(failure) == FailureKind.BUSY;
        return List.of(Reporting.ofAll(
                preview, type -> isBusy ? Failures.deferred(type, failure) : Failures.failed(type, failure)));
    }

    /** What becomes of a sub-task that fails by itself. */
    private List<SubTaskReport> alone(
            SubTask subTask, Map<SuiteUser, ProductUser> known, RuntimeException first) {
        var failure = first;
        for (var attempt = 0; attempt < MOST_REPLANS && FailureKind.of(failure) == FailureKind.REPLAN; attempt++) {
            try {
                return database.inTransaction(() -> batch.run(List.of(subTask), known));
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
