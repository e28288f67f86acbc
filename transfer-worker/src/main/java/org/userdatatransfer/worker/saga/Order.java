package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.IntPredicate;
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

    /** Whether everything that must come first is through. */
    boolean mayGo(int index, IntPredicate isThrough) {
        return allOf(before, index, isThrough);
    }

    /** Whether everything that came after it has been taken back. */
    boolean mayGoBack(int index, IntPredicate isRestored) {
        return allOf(behind, index, isRestored);
    }

    private static boolean allOf(List<List<Integer>> edges, int index, IntPredicate isFine) {
        for (var other : edges.get(index)) {
            if (!isFine.test(other) || !allOf(edges, other, isFine)) {
                return false;
            }
        }
        return true;
    }
}
