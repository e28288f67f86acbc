package org.userdatatransfer.worker.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a worker says of a sub-task, or of several of a transfer's that it did together. Committed with the rows before
 * it is sent; sent again whenever a sub-task is delivered again.
 *
 * @param results one per data type; of a VERIFY that is through only those with late rows
 */
public record SubTaskReport(
        TransferId transferId,
        int epoch,
        SubTaskAction action,
        int step,
        Product product,
        List<DataTypeResult> results) {

    /** Characters of a message and its examples; those of all data types must fit into one record of a megabyte. */
    private static final int LONG = 1_000;

    public SubTaskReport {
        results = List.copyOf(results);
    }

    /**
     * The same in as few reports as possible: what was done of one transfer in one step is one report, by the data
     * types' names, so that a repeat is the same.
     */
    public static List<SubTaskReport> joined(List<SubTaskReport> reports) {
        var alone = new ArrayList<SubTaskReport>();
        // By what they have in common, which is the report without its results.
        var joined = new LinkedHashMap<SubTaskReport, SortedMap<DataTypeName, DataTypeResult>>();
        for (var report : reports) {
            var results = joined.computeIfAbsent(report.with(List.of()), common -> new TreeMap<>());
            if (report.staysAlone() || report.contradicts(results)) {
                alone.add(report);
            } else {
                report.results.forEach(result -> results.put(result.dataType(), result));
            }
        }
        joined.values().removeIf(Map::isEmpty);
        return Stream.concat(
                        joined.entrySet().stream()
                                .map(e -> e.getKey().with(List.copyOf(e.getValue().values()))),
                        alone.stream())
                .toList();
    }

    private SubTaskReport with(List<DataTypeResult> others) {
        return new SubTaskReport(transferId, epoch, action, step, product, others);
    }

    /** A sub-task that came twice may have been answered otherwise the second time. */
    private boolean contradicts(Map<DataTypeName, DataTypeResult> said) {
        return results.stream().anyMatch(result -> !result.equals(said.getOrDefault(result.dataType(), result)));
    }

    /** A VERIFY speaks for its product; what is long might together be too long for one record. */
    private boolean staysAlone() {
        return action == SubTaskAction.VERIFY || results.stream().anyMatch(SubTaskReport::isLong);
    }

    private static boolean isLong(DataTypeResult result) {
        var examples = result.flags().stream().flatMap(flag -> flag.examples().stream());
        return !result.unrestored().isEmpty()
                || Stream.concat(result.message().stream(), examples).mapToInt(String::length).sum() > LONG;
    }

    public static SubTaskReport of(SubTask subTask, List<DataTypeResult> results) {
        return of(subTask, subTask.step(), results);
    }

    /** @param step a later one than the sub-task's, if slices have gone on since */
    public static SubTaskReport of(SubTask subTask, int step, List<DataTypeResult> results) {
        return new SubTaskReport(
                subTask.transferId(), subTask.epoch(), subTask.action(), step, subTask.product(), results);
    }
}
