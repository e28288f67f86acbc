package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.directory.ProductUsers;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.Product;

/** Per product what moves its rows and what knows its users. */
public record ProductEngines(Map<Product, TransferEngine> engines, Map<Product, ProductUsers> users) {

    public ProductEngines {
        engines = Map.copyOf(engines);
        users = Map.copyOf(users);
    }

    public static ProductEngines of(
            LiveCatalogue live, Collection<ProductDatabase> databases, EngineSettings settings) {
        var engines = new TreeMap<Product, TransferEngine>();
        var users = new TreeMap<Product, ProductUsers>();
        for (var database : databases) {
            var product = database.product();
            engines.put(product, new TransferEngine(database, live.catalogue(), live.schema(product), settings));
            users.put(
                    product,
                    new ProductUsers(database.jdbc(), live.catalogue().products().get(product)));
        }
        return new ProductEngines(engines, users);
    }
}
