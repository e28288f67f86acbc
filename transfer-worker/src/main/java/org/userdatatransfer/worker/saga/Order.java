package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.PlannedType;

/** The order among the data types of a plan, by index; what is left out of a run still hands the order on. */
record Order(List<List<Integer>> before, List<List<Integer>> behind) {

    static Order of(List<PlannedType> plan) {
        var indexes = new HashMap<DataTypeName, Integer>();
        var before = new ArrayList<List<Integer>>();
        var behind = new ArrayList<List<Integer>>();
        for (int i = 0; i < plan.size(); i++) {
            indexes.put(plan.get(i).name(), i);
            before.add(new ArrayList<>());
            behind.add(new ArrayList<>());
        }
        for (int i = 0; i < plan.size(); i++) {
            for (var name : plan.get(i).after()) {
                var earlier = indexes.get(name);
                if (earlier != null) {
                    before.get(i).add(earlier);
                    behind.get(earlier).add(i);
                }
            }
        }
        return new Order(before, behind);
    }

    /** Everything that comes before it, directly or not. */
    IntStream allBefore(int index) {
        return reachable(before, index);
    }

    /** Everything that comes after it, directly or not. */
    IntStream allBehind(int index) {
        return reachable(behind, index);
    }

    private static IntStream reachable(List<List<Integer>> edges, int index) {
        var reached = new TreeSet<Integer>();
        reach(edges, index, reached);
        return reached.stream().mapToInt(Integer::intValue);
    }

    private static void reach(List<List<Integer>> edges, int index, Set<Integer> reached) {
        for (var other : edges.get(index)) {
            if (reached.add(other)) {
                reach(edges, other, reached);
            }
        }
    }
}
