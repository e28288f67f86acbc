package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The outbox of the simulation; {@link OutboxContract} keeps it to what the real one does. Whoever appends publishes
 * right after the commit; what that leaves behind waits for a sweep, and is overtaken by what is appended in between.
 */
final class MemoryOutbox<M> {

    /** What becomes of whoever appends. */
    enum Fate {
        LIVES,
        DIES_AFTER_THE_COMMIT,
        DIES_AFTER_PUBLISHING
    }

    private final List<List<M>> left = new ArrayList<>();
    private final Consumer<M> topic;

    MemoryOutbox(Consumer<M> topic) {
        this.topic = topic;
    }

    /** Messages that were committed together. */
    void append(List<M> messages, Fate fate) {
        if (fate != Fate.DIES_AFTER_THE_COMMIT) {
            messages.forEach(topic);
        }
        if (fate != Fate.LIVES && !messages.isEmpty()) {
            left.add(List.copyOf(messages));
        }
    }

    /** @param dies after it has published everything, and before it says so */
    void sweep(boolean dies) {
        left.forEach(batch -> batch.forEach(topic));
        if (!dies) {
            left.clear();
        }
    }

    boolean isEmpty() {
        return left.isEmpty();
    }
}
