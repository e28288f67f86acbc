package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;

class MemoryOutboxTest extends OutboxContract {

    private final List<Long> topic = new ArrayList<>();
    private final MemoryOutbox<Long> outbox = new MemoryOutbox<>(topic::add);

    @Override
    protected void commit(Long... messages) {
        outbox.append(List.of(messages), MemoryOutbox.Fate.LIVES);
    }

    @Override
    protected void rollBack(Long... messages) {
        // Nothing is appended.
    }

    @Override
    protected void dieAfterTheCommitOf(Long... messages) {
        outbox.append(List.of(messages), MemoryOutbox.Fate.DIES_AFTER_THE_COMMIT);
    }

    @Override
    protected void dieAfterPublishing(Long... messages) {
        outbox.append(List.of(messages), MemoryOutbox.Fate.DIES_AFTER_PUBLISHING);
    }

    @Override
    protected void sweep() {
        outbox.sweep(false);
    }

    @Override
    protected List<Long> published() {
        var published = List.copyOf(topic);
        topic.clear();
        return published;
    }
}
