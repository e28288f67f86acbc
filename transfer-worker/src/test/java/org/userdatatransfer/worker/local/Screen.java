package org.userdatatransfer.worker.local;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Where a transfer is shown: redrawn in place on a terminal, line by line elsewhere. */
final class Screen {

    private static final String UP_AND_ERASE = "\u001b[%dA\u001b[J";

    private final PrintStream out;
    private final int height;
    private final Set<String> said = new HashSet<>();
    private int drawn;

    /** @param height how many lines it can redraw; 0 if it cannot */
    Screen(PrintStream out, int height) {
        this.out = out;
        this.height = height;
    }

    static Screen ofThisProcess() {
        return new Screen(System.out, terminalHeight());
    }

    void show(TransferView view) {
        if (height > view.lines().size()) {
            redraw(view.lines());
        } else {
            sayNews(view);
        }
        if (view.ended()) {
            drawn = 0;
            said.clear();
        }
        out.flush();
    }

    void say(String line) {
        drawn = 0;
        out.println(line);
    }

    private void redraw(List<String> lines) {
        if (drawn > 0) {
            out.print(UP_AND_ERASE.formatted(drawn));
        }
        lines.forEach(out::println);
        drawn = lines.size();
    }

    private void sayNews(TransferView view) {
        sayOnce(view.phase(), view.phase());
        if (!view.rows().isEmpty()) {
            sayOnce(TransferView.header(), TransferView.header());
        }
        view.rows().forEach(row -> sayOnce(row.news(), row.text()));
        view.outcome().forEach(line -> sayOnce(line, line));
    }

    private void sayOnce(String news, String line) {
        if (said.add(news)) {
            out.println(line);
        }
    }

    private static int terminalHeight() {
        if (!isTerminal()) {
            return 0;
        }
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim().split(" ");
            return stty.waitFor(2, TimeUnit.SECONDS) && size.length == 2 ? Integer.parseInt(size[0]) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** From Java 22 on there may be a console without a terminal, and a method that says so. */
    private static boolean isTerminal() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
