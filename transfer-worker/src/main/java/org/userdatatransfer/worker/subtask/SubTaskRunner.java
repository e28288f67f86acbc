package org.userdatatransfer.worker.subtask;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;

/** Carries out a poll batch of sub-tasks: those of one product together, the products beside each other. */
public final class SubTaskRunner {

    private final Map<Product, ProductWorker> workers;
    private final Parallel parallel;
    private final SubTaskMetrics measured;

    SubTaskRunner(Map<Product, ProductWorker> workers, Parallel parallel, SubTaskMetrics measured) {
        this.workers = Map.copyOf(workers);
        this.parallel = parallel;
        this.measured = measured;
    }

    /**
     * @return what is committed when this returns, to be published; a repeat of what was done before says the same
     *     again
     * @throws RuntimeException if a database cannot be used; what of its share was committed is answered
     *     from the fence when the batch is repeated
     */
    public SubTaskRun run(List<SubTask> batch) {
        var byProduct = batch.stream()
                .collect(Collectors.groupingBy(SubTask::product, TreeMap::new, Collectors.toList()));
        return parallel.each(byProduct.entrySet(), share -> run(share.getKey(), share.getValue())).stream()
                .reduce(SubTaskRun.NOTHING, SubTaskRun::and);
    }

    private SubTaskRun run(Product product, List<SubTask> share) {
        var worker = worker(product);
        var batch = measured.begun(product, share.size());
        try {
            var run = worker.run(share);
            batch.done(run.reports());
            return run;
        } catch (RuntimeException e) {
            batch.unavailable();
            throw e;
        }
    }

    private ProductWorker worker(Product product) {
        var worker = workers.get(product);
        if (worker == null) {
            throw new IllegalStateException(
                    "A sub-task is for product '%s', which this worker has no database for: set user-data-transfer.products.%s.url"
                            .formatted(product, product));
        }
        return worker;
    }
}
