package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.directory.ProductUsers;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.Product;

/** Puts a runner together from the databases it works on. */
public final class SubTaskRunners {

    private SubTaskRunners() {}

    public static SubTaskRunner of(
            LiveCatalogue live, Collection<ProductDatabase> databases, EngineSettings settings, Executor executor) {
        var workers = new TreeMap<Product, ProductWorker>();
        for (var database : databases) {
            var engine = new TransferEngine(
                    database, live.catalogue(), live.schema(database.product()), settings);
            var users = new ProductUsers(
                    database.jdbc(), live.catalogue().products().get(database.product()));
            workers.put(
                    database.product(),
                    new ProductWorker(
                            database, new FencedBatch(live.catalogue(), engine, users, database.jdbc())));
        }
        return new SubTaskRunner(workers, executor);
    }
}
