package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.userdatatransfer.worker.catalogue.Catalogue;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;

/** Puts a runner together from what it works on. */
public final class SubTaskRunners {

    private SubTaskRunners() {}

    public static SubTaskRunner of(
            Catalogue catalogue,
            Collection<ProductDatabase> databases,
            ProductEngines engines,
            Executor executor,
            SubTaskMetrics measured) {
        var parallel = new Parallel(executor);
        var workers = new TreeMap<Product, ProductWorker>();
        for (var database : databases) {
            var product = database.product();
            var batch = new FencedBatch(
                    catalogue, engines.engines().get(product), engines.users().get(product), database.jdbc());
            var bisection = new Bisection(database, batch, engines.lanes().get(product), parallel);
            workers.put(product, new ProductWorker(product, bisection));
        }
        return new SubTaskRunner(workers, parallel, measured);
    }

    /** Lets go of the fences of transfers that ended so long ago that no message of theirs can come any more. */
    public static void forget(ProductDatabase database, List<TransferId> transfers) {
        new SubTaskFence(database.jdbc()).forget(transfers);
    }
}
