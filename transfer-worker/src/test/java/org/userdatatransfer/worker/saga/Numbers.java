package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small numbers for values, in the order in which they were first met. */
final class Numbers<T> {

    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    int of(T value) {
        return numbers.computeIfAbsent(value, v -> {
            values.add(v);
            return values.size() - 1;
        });
    }

    boolean isKnown(T value) {
        return numbers.containsKey(value);
    }

    T get(int number) {
        return values.get(number);
    }
}
