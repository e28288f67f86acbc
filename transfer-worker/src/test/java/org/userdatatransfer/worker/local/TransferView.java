package org.userdatatransfer.worker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.userdatatransfer.events.DataTypeProgress;
import org.userdatatransfer.events.DataTypeResult;
import org.userdatatransfer.events.FailureReason;
import org.userdatatransfer.events.Tally;
import org.userdatatransfer.events.TransferCompleted;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferStatusChanged;
import org.userdatatransfer.events.Unrestored;

/** One transfer as a dashboard shows it: a line per data type, then how it ended. */
final class TransferView {

    private static final int BAR = 12;
    private static final String ROW = "%-32s %-9s %-14s %21s %10s %9s %9s  %s";

    private static final Set<String> NOT_YET = Set.of("WAITING", "REQUESTED", "HELD", "COMPENSATING");

    /** One data type's line. */
    private record Line(
            String dataType,
            String state,
            long done,
            long planned,
            long moved,
            long archived,
            long collapsed,
            Optional<String> reason) {

        static Line of(DataTypeProgress p) {
            return new Line(
                    p.getDataType(),
                    p.getState(),
                    p.getRowsDone(),
                    p.getRowsPlanned(),
                    p.getMoved(),
                    p.getArchived(),
                    p.getCollapsed(),
                    p.getReason());
        }

        static Line done(DataTypeResult r) {
            return of(r, r.getOutcome().name());
        }

        static Line takenBack(DataTypeResult r) {
            return of(
                    r,
                    switch (r.getOutcome()) {
                        case DONE -> r.getUnrestored().isEmpty() ? "COMPENSATED" : "UNRESTORED";
                        case UNKNOWN, SKIPPED, IN_PROGRESS, DEFERRED, FAILED, HELD ->
                            r.getOutcome().name();
                    });
        }

        private static Line of(DataTypeResult r, String state) {
            return new Line(
                    r.getDataType(),
                    state,
                    r.getRowsDone(),
                    r.getRowsPlanned(),
                    r.getTally().getMoved(),
                    r.getTally().getArchived(),
                    r.getTally().getCollapsed(),
                    r.getReason());
        }
    }

    private final Function<String, String> strategyOf;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> outcome = new ArrayList<>();
    private String title = "";
    private String phase = "REQUESTED";
    private long sequence;
    private boolean completed;
    private Optional<Instant> begun = Optional.empty();

    TransferView(Function<String, String> strategyOf) {
        this.strategyOf = strategyOf;
    }

    /** Takes a status in; an older one than it has seen changes nothing. */
    boolean on(TransferStatusChanged status) {
        if (status.getSequence() <= sequence || ended()) {
            return false;
        }
        sequence = status.getSequence();
        begin(status.getTransferId(), status.getSourceUserId(), status.getTargetUserId(), status.getAt());
        phase = status.getPhase().name();
        if (!status.getDataTypes().isEmpty()) {
            lines.clear();
            status.getDataTypes().forEach(progress -> lines.add(Line.of(progress)));
        }
        return true;
    }

    boolean on(TransferCompleted done) {
        if (ended()) {
            return false;
        }
        begin(done.getTransferId(), done.getSourceUserId(), done.getTargetUserId(), done.getAt());
        phase = "COMPLETED";
        completed = true;
        lines.clear();
        done.getDataTypes().forEach(result -> lines.add(Line.done(result)));
        outcome.add("COMPLETED%s: %,d data types done, %,d skipped. %s"
                .formatted(took(done.getAt()), count("DONE"), count("SKIPPED"), totals()));
        outcome.add(conservation(done));
        done.getDataTypes().forEach(result -> result.getFlags()
                .forEach(flag -> outcome.add("To know: %s, %s (%,d rows)"
                        .formatted(result.getDataType(), flag.getName(), flag.getRows()))));
        return true;
    }

    boolean on(TransferFailed failed) {
        if (ended()) {
            return false;
        }
        begin(failed.getTransferId(), failed.getSourceUserId(), failed.getTargetUserId(), failed.getAt());
        phase = failed.getOutcome().name();
        if (!failed.getDataTypes().isEmpty()) {
            lines.clear();
            failed.getDataTypes().forEach(result -> lines.add(Line.takenBack(result)));
        }
        outcome.add("%s%s".formatted(phase, took(failed.getAt())));
        failed.getReasons().forEach(reason -> outcome.add(why(reason)));
        var unrestored = failed.getDataTypes().stream()
                .flatMap(result -> result.getUnrestored().stream())
                .mapToLong(Unrestored::getRows)
                .sum();
        outcome.add(
                unrestored == 0
                        ? "Nothing of it is left: every row is as it was before."
                        : "%,d rows could not be put back.".formatted(unrestored));
        return true;
    }

    boolean ended() {
        return !outcome.isEmpty();
    }

    boolean completed() {
        return completed;
    }

    /** All of it, from the top. */
    List<String> lines() {
        var all = new ArrayList<String>();
        all.add(title + ": " + phase);
        all.add(header());
        lines.forEach(line -> all.add(row(line)));
        all.addAll(outcome);
        return all;
    }

    List<String> outcome() {
        return List.copyOf(outcome);
    }

    String phase() {
        return title + ": " + phase;
    }

    static String header() {
        return ROW.formatted("data type", "strategy", "", "rows", "moved", "archived", "collapsed", "state");
    }

    /** The lines of the data types at work or done, in the order of the catalogue, each with what makes it news. */
    List<Row> rows() {
        return lines.stream()
                .filter(line -> !NOT_YET.contains(line.state()))
                .map(line -> new Row(news(line), row(line)))
                .toList();
    }

    /**
     * A data type's line.
     *
     * @param news stays the same as long as there is nothing worth a new line
     */
    record Row(String news, String text) {}

    private static String news(Line line) {
        var atWork = line.planned() > 0 && line.done() < line.planned();
        return "%s %s %d"
                .formatted(
                        line.dataType(), line.state(), atWork ? 4 * line.done() / line.planned() : line.moved());
    }

    private void begin(Object transfer, String source, String target, Instant at) {
        title = "Transfer %s of %s to %s".formatted(transfer, source, target);
        if (begun.isEmpty()) {
            begun = Optional.of(at);
        }
    }

    private String took(Instant end) {
        return begun.map(start -> " after %.1f s".formatted(Duration.between(start, end).toMillis() / 1000.0))
                .orElse("");
    }

    private String row(Line line) {
        return ROW.formatted(
                line.dataType(),
                strategyOf.apply(line.dataType()),
                bar(line),
                "%,d of %,d".formatted(line.done(), line.planned()),
                "%,d".formatted(line.moved()),
                "%,d".formatted(line.archived()),
                "%,d".formatted(line.collapsed()),
                line.state() + line.reason().map(reason -> " " + reason).orElse(""));
    }

    private static String bar(Line line) {
        var share = line.planned() > 0
                ? Math.min(1.0, (double) line.done() / line.planned())
                : line.state().equals("DONE") ? 1.0 : 0.0;
        var filled = (int) (share * BAR);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private long count(String state) {
        return lines.stream().filter(line -> line.state().equals(state)).count();
    }

    private String totals() {
        return "%,d moved, %,d archived, %,d collapsed."
                .formatted(
                        lines.stream().mapToLong(Line::moved).sum(),
                        lines.stream().mapToLong(Line::archived).sum(),
                        lines.stream().mapToLong(Line::collapsed).sum());
    }

    private static String conservation(TransferCompleted done) {
        var tallies = done.getDataTypes().stream().map(DataTypeResult::getTally).toList();
        return "Conservation %s for every data type: before %,d of the source + %,d of the target + %,d live = after %,d + %,d + %,d archived"
                .formatted(
                        done.getConserved() ? "holds" : "DOES NOT HOLD",
                        tallies.stream().mapToLong(Tally::getSourceBefore).sum(),
                        tallies.stream().mapToLong(Tally::getTargetBefore).sum(),
                        tallies.stream().mapToLong(Tally::getLive).sum(),
                        tallies.stream().mapToLong(Tally::getSourceAfter).sum(),
                        tallies.stream().mapToLong(Tally::getTargetAfter).sum(),
                        tallies.stream().mapToLong(Tally::getArchived).sum());
    }

    private static String why(FailureReason reason) {
        return "Why: %s%s: %s"
                .formatted(
                        reason.getCode(),
                        reason.getDataType().map(type -> " in " + type).orElse(""),
                        reason.getMessage());
    }
}
