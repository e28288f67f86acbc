package org.userdatatransfer.worker.engine.restore;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;

/** Which entries of the ledger one statement takes back together, and which statement comes first. */
public final class RestoreOrder {

    private RestoreOrder() {}

    /**
     * Each transfer's entries newest first; as those of several transfers have nothing to do with each other, as many
     * of the same work as are next.
     *
     * @param newestFirst of one data type
     * @param shareRows whether one transfer's entry may be about a row of another's; then all go newest first, and only
     *     neighbours together
     */
    public static List<List<LedgerEntry>> of(List<LedgerEntry> newestFirst, boolean shareRows) {
        var lines = newestFirst.stream()
                .collect(groupingBy(
                        e -> shareRows ? Optional.empty() : Optional.of(e.transfer()),
                        LinkedHashMap::new,
                        toCollection(ArrayDeque::new)))
                .values();
        var order = new ArrayList<List<LedgerEntry>>();
        while (!lines.isEmpty()) {
            var last = Collections.max(
                    lines.stream().map(line -> line.getFirst().work()).toList(), comparing(Work::op));
            var together = new ArrayList<LedgerEntry>();
            for (var line : lines) {
                while (!line.isEmpty() && line.getFirst().work().equals(last)) {
                    together.add(line.removeFirst());
                }
            }
            order.add(together);
            lines.removeIf(ArrayDeque::isEmpty);
        }
        return order;
    }
}
