package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Does the parts of a batch in parallel. */
record Parallel(Executor executor) {

    /**
     * @return what came of each part, in their order, when all have ended
     * @throws RuntimeException what one of them has thrown, when all have ended; an error comes wrapped
     */
    <P, R> List<R> each(Collection<P> parts, Function<P, R> work) {
        var started = parts.stream()
                .map(part -> CompletableFuture.supplyAsync(() -> work.apply(part), executor))
                .toList();
        try {
            CompletableFuture.allOf(started.toArray(CompletableFuture[]::new)).join();
            return started.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
