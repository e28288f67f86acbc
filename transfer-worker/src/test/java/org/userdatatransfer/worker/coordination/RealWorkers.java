package org.userdatatransfer.worker.coordination;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.subtask.ProductEngines;
import org.userdatatransfer.worker.subtask.SubTaskMetrics;
import org.userdatatransfer.worker.subtask.SubTaskRunner;
import org.userdatatransfer.worker.subtask.SubTaskRunners;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;

/** The real workers on the reference databases, for a {@link Rehearsal}: a test says when a command is delivered. */
record RealWorkers(ReferenceDatabases databases, SubTaskRunner runner) implements AutoCloseable {

    static RealWorkers start() {
        var databases = ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated");
        var products = List.of(
                new ProductDatabase(Rehearsal.QM, databases.qm()), new ProductDatabase(Rehearsal.WFM, databases.wfm()));
        var schemas = new LinkedHashMap<Product, ProductSchema>();
        products.forEach(p -> schemas.put(p.product(), SchemaReader.read(p.jdbc())));
        var live = LiveCatalogue.of(Catalogues.shipped(), schemas);
        return new RealWorkers(
                databases,
                SubTaskRunners.of(
                        live.catalogue(),
                        products,
                        ProductEngines.of(live, products, new EngineSettings(50_000, 50_000, 100, 2)),
                        Runnable::run,
                        new SubTaskMetrics(new SimpleMeterRegistry())));
    }

    /** Does what is asked, until nothing is. */
    void work(Rehearsal rehearsal) {
        for (var asked = rehearsal.taken(); !asked.isEmpty(); asked = rehearsal.taken()) {
            deliver(asked, rehearsal);
        }
    }

    void deliver(List<SubTask> commands, Rehearsal rehearsal) {
        rehearsal.handle(runner.run(commands).reports().stream()
                .<SagaInput>map(SagaInput.Reported::new)
                .toList());
    }

    @Override
    public void close() {
        databases.close();
    }
}
