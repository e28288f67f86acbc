package org.userdatatransfer.worker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The build's folder, wherever the tests are run from: what the servers write is kept in it. */
public final class BuildFolder {

    private BuildFolder() {}

    public static Path path() {
        try {
            var testClasses =
                    BuildFolder.class.getProtectionDomain().getCodeSource().getLocation();
            return Objects.requireNonNull(Path.of(testClasses.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path create(String name) {
        try {
            return Files.createDirectories(path().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
