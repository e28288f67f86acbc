package org.userdatatransfer.worker.benchmark;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something measured.
 *
 * @param measure the benchmark's name and what of it
 * @param unit of both values
 * @param baseline what the same servers do without the worker, or the worker under easier conditions
 * @param goal what is wanted, of the ratio if there is one
 * @param sizes how much of what
 */
record Figure(
        String measure, String unit, double ours, Optional<Double> baseline, String goal, Map<String, Object> sizes) {

    Figure {
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    }

    static Figure of(
            String measure, String unit, double ours, double baseline, String goal, Map<String, Object> sizes) {
        return new Figure(measure, unit, ours, Optional.of(baseline), goal, sizes);
    }

    static Figure of(String measure, String unit, double ours, String goal, Map<String, Object> sizes) {
        return new Figure(measure, unit, ours, Optional.empty(), goal, sizes);
    }

    Optional<Double> ratio() {
        return baseline.map(b -> ours / b);
    }
}
