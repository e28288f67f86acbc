package org.userdatatransfer.worker.catalogue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.userdatatransfer.worker.transfer.DataTypeName;

/** Which data type waits for which, directly or not. */
final class Order {

    private Order() {}

    /** A list in a deployer's file replaces the shipped one, so it is given whole. */
    static String remedy(DataType later, DataType earlier) {
        return "Write types.%s.after: [%s]"
                .formatted(
                        later.name(),
                        Stream.concat(later.after().stream(), Stream.of(earlier.name()))
                                .map(DataTypeName::value)
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    /** @param catalogue nothing if the types have no order: that is said once, and everything else is taken for right */
    static boolean isAfter(Optional<Catalogue> catalogue, DataTypeName later, DataTypeName earlier) {
        if (catalogue.isEmpty()) {
            return true;
        }
        var seen = new HashSet<DataTypeName>();
        var next = new ArrayDeque<>(List.of(later));
        while (!next.isEmpty()) {
            for (var before : catalogue.get().type(next.pop()).after()) {
                if (before.equals(earlier)) {
                    return true;
                }
                if (seen.add(before)) {
                    next.push(before);
                }
            }
        }
        return false;
    }
}
