package org.userdatatransfer.worker.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, as a table for people and as JSON for machines. */
final class Report {

    private static final String ROW = "%-52s %-12s %12s %12s %8s  %-8s %s";

    private final List<Figure> figures = new ArrayList<>();
    private final Map<String, String> wrong = new LinkedHashMap<>();

    void add(List<Figure> measured) {
        figures.addAll(measured);
    }

    /** A run that was wrong or did not come to an end has no figures. */
    void wrong(String benchmark, String why) {
        wrong.put(benchmark, why.lines().findFirst().orElse(""));
    }

    void print(PrintStream out) {
        out.println(ROW.formatted("measure", "unit", "ours", "baseline", "ratio", "goal", "sizes"));
        figures.forEach(figure -> out.println(row(figure)));
        wrong.forEach((benchmark, why) -> out.println("%-52s no figure: %s".formatted(benchmark, why)));
        out.flush();
    }

    void write(Path file, Map<String, Object> conditions) {
        var results = new LinkedHashMap<String, Object>();
        results.put("at", Instant.now().toString());
        results.put("conditions", conditions);
        results.put("figures", figures.stream().map(Report::json).toList());
        results.put("withoutFigure", wrong);
        try {
            Files.writeString(
                    file,
                    JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(results));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(Figure figure) {
        return ROW.formatted(
                figure.measure(),
                figure.unit(),
                number(figure.ours()),
                figure.baseline().map(Report::number).orElse(""),
                figure.ratio().map(Report::number).orElse(""),
                figure.goal(),
                figure.sizes().entrySet().stream()
                        .map(size -> "%s %s".formatted(size.getKey(), size.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static String number(double value) {
        var digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static Map<String, Object> json(Figure figure) {
        var json = new LinkedHashMap<String, Object>();
        json.put("measure", figure.measure());
        json.put("unit", figure.unit());
        json.put("ours", figure.ours());
        json.put("baseline", figure.baseline().orElse(null));
        json.put("ratio", figure.ratio().orElse(null));
        json.put("goal", figure.goal());
        json.put("sizes", figure.sizes());
        return json;
    }
}
