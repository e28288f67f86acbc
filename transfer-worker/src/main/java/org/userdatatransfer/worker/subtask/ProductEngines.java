package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.userdatatransfer.worker.catalogue.Lanes;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.directory.ProductUsers;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.Product;

/** Per product what moves its rows, what knows its users, and which of its data types are done beside each other. */
public record ProductEngines(
        Map<Product, TransferEngine> engines, Map<Product, ProductUsers> users, Map<Product, Lanes> lanes) {

    public ProductEngines {
        engines = Map.copyOf(engines);
        users = Map.copyOf(users);
        lanes = Map.copyOf(lanes);
    }

    public static ProductEngines of(
            LiveCatalogue live, Collection<ProductDatabase> databases, EngineSettings settings) {
        var engines = new TreeMap<Product, TransferEngine>();
        var users = new TreeMap<Product, ProductUsers>();
        var lanes = new TreeMap<Product, Lanes>();
        for (var database : databases) {
            var product = database.product();
            engines.put(product, new TransferEngine(database, live.catalogue(), live.schema(product), settings));
            users.put(
                    product,
                    new ProductUsers(database.jdbc(), live.catalogue().products().get(product)));
            lanes.put(product, new Lanes(live, product, settings.lanes()));
        }
        return new ProductEngines(engines, users, lanes);
    }
}
