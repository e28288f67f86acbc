package org.userdatatransfer.worker.catalogue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/**
 * A product's data types, dealt out so that those of different lanes have nothing to do with each other: lanes can be
 * done beside each other, a transaction each.
 */
public final class Lanes {

    private final Map<DataTypeName, Integer> lanes = new HashMap<>();

    /** @param most how many there are; some are empty if fewer data types have nothing to do with each other */
    public Lanes(LiveCatalogue live, Product product, int most) {
        var load = new int[most];
        IndependentTypes.all(live, product).stream()
                .sorted(Comparator.comparing(IndependentTypes::tables).reversed())
                .forEach(independent -> {
                    var lane = leastOf(load);
                    load[lane] += independent.tables();
                    independent.types().forEach(type -> lanes.put(type.name(), lane));
                });
    }

    /** The number of a data type's lane, from 0; one that is not in the catalogue goes with any. */
    public int of(DataTypeName type) {
        return lanes.getOrDefault(type, 0);
    }

    private static int leastOf(int[] load) {
        return IntStream.range(0, load.length)
                .boxed()
                .min(Comparator.comparing(lane -> load[lane]))
                .orElseThrow();
    }
}
