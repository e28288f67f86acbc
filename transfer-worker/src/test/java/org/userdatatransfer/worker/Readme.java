package org.userdatatransfer.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tables of the README, which are held against the code. */
final class Readme {

    private static final Path FILE = Path.of("..", "README.md");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private Readme() {}

    /** The rows of all tables in a section, cell by cell. */
    static List<List<String>> rows(String section) {
        return section(section)
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
                .toList();
    }

    /** What a cell has in backticks. */
    static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(MatchResult::group).map(code -> code.replace("`", "")).toList();
    }

    private static String section(String title) {
        try {
            var text = Files.readString(FILE);
            var begin = text.indexOf("\n## " + title + "\n");
            if (begin < 0) {
                throw new IllegalStateException("The README has no section " + title);
            }
            var end = text.indexOf("\n## ", begin + 1);
            return text.substring(begin, end < 0 ? text.length() : end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
