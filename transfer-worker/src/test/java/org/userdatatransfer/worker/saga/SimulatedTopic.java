package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;

/** A log, and how far its only reader has committed to have read it. */
final class SimulatedTopic<T> {

    private final List<T> log = new ArrayList<>();
    private int committed;

    void send(T message) {
        log.add(message);
    }

    List<T> poll(int max) {
        return List.copyOf(log.subList(committed, Math.min(log.size(), committed + max)));
    }

    void commit(int read) {
        committed += read;
    }

    /** What was read lately is delivered again. */
    void rewind(int by) {
        committed = Math.max(0, committed - by);
    }

    boolean isRead() {
        return committed == log.size();
    }
}
