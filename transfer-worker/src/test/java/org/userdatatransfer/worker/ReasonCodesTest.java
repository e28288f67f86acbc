package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever gets a reason code finds it in the README. */
class ReasonCodesTest {

    private static final Path SOURCES = Path.of("src", "main", "java");

    /** Nothing else is written like a code of several words; one of a single word cannot be told from other texts. */
    private static final Pattern CODE = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)_?\"");

    /** But for this. */
    private static final Set<String> OTHER_TEXTS = Set.of("FULL_TRANSITIVE");

    @Test
    void areAllInTheReadme() throws IOException {
        var explained = Readme.rows("Reason codes").toString();

        assertThat(codes()).contains("UNKNOWN_USER").allSatisfy(code -> assertThat(explained).contains("`" + code));
    }

    private static Set<String> codes() throws IOException {
        var codes = new TreeSet<String>();
        try (var files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> CODE.matcher(text(file)).results())
                    .forEach(match -> codes.add(match.group(1)));
        }
        codes.removeAll(OTHER_TEXTS);
        return codes;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
