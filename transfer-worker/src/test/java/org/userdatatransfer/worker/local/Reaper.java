package org.userdatatransfer.worker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Removes a server's folder when this JVM has ended, however it ended, and a PostgreSQL server that still runs in it
 * first. A shell that waits for its standard input to close; where there is no shell, only an orderly end tidies up.
 */
final class Reaper {

    private static final Path SHELL = Path.of("/bin/sh");

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            cat > /dev/null
            if [ -f "$1/postmaster.pid" ]; then
                kill -QUIT "$(head -n 1 "$1/postmaster.pid")"
                sleep 1
            fi
            rm -rf "$1"
            """;

    private Reaper() {}

    static void watchOver(Path folder) {
        if (!Files.isExecutable(SHELL)) {
            return;
        }
        try {
            new ProcessBuilder(SHELL.toString(), "-c", SCRIPT, "reaper", folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
