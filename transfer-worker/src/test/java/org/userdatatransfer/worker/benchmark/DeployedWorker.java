package org.userdatatransfer.worker.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packaged worker as its image has it: taken out of its jar, so that what the JVM has made of its classes can be
 * kept from one start to the next.
 *
 * @param jar the worker's own classes; beside it is a folder with the libraries
 * @param kept what one start leaves to the next
 */
record DeployedWorker(Path jar, Path kept) {

    static DeployedWorker extract(Path packaged, Path folder) {
        try {
            var extracted = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Djarmode=tools",
                            "-jar",
                            packaged.toString(),
                            "extract",
                            "--force",
                            "--destination",
                            folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (extracted != 0) {
                throw new IllegalStateException("%s could not be extracted".formatted(packaged));
            }
            return new DeployedWorker(folder.resolve(packaged.getFileName()), folder.resolve("kept"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it for the first time, which takes longer, and ends it, which leaves something to the next start. */
    void learn(Installation installation, String... jvmArguments) {
        try {
            Files.deleteIfExists(kept);
            WorkerProcess.startJar(installation, jar, jvmArguments).close();
            if (!Files.exists(kept)) {
                throw new IllegalStateException("The first start left nothing at " + kept);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
