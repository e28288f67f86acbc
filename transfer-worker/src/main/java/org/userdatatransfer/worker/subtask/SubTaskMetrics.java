package org.userdatatransfer.worker.subtask;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/** Measures the batches of sub-tasks of each product: how many, how large, how long, and what went wrong in them. */
public final class SubTaskMetrics {

    static final String DURATION = "transfer.subtask.batch";
    static final String SIZE = "transfer.subtask.batch.size";
    static final String FAILURES = "transfer.subtask.failures";

    private final MeterRegistry registry;

    public SubTaskMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A batch under way. */
    public final class Batch {

        private final Timer.Sample since = Timer.start(registry);
        private final Product product;
        private final int size;

        private Batch(Product product, int size) {
            this.product = product;
            this.size = size;
        }

        /** Its transactions are committed. */
        public void done(List<SubTaskReport> reports) {
            ended("done");
            DistributionSummary.builder(SIZE)
                    .tag("product", product.value())
                    .register(registry)
                    .record(size);
            for (var report : reports) {
                for (var result : report.results()) {
                    if (isTrouble(result.outcome())) {
                        registry.counter(
                                        FAILURES,
                                        "product",
                                        product.value(),
                                        "outcome",
                                        result.outcome().name(),
                                        "reason",
                                        result.reason().orElse("none"))
                                .increment();
                    }
                }
            }
        }

        /** The database cannot be used, and the batch will be repeated. */
        public void unavailable() {
            ended("unavailable");
        }

        private void ended(String result) {
            since.stop(registry.timer(DURATION, "product", product.value(), "result", result));
        }
    }

    public Batch begun(Product product, int size) {
        return new Batch(product, size);
    }

    private static boolean isTrouble(DataTypeOutcome outcome) {
        return outcome == DataTypeOutcome.FAILED || outcome == DataTypeOutcome.DEFERRED;
    }
}
