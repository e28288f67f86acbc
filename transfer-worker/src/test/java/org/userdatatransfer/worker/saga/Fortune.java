package org.userdatatransfer.worker.saga;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What chance has in store for one history of the simulation, by its seed, and what has happened last. */
final class Fortune {

    private static final int REMEMBERED = 60;

    /** Something that must never be, and what came before it. */
    static final class Broken extends RuntimeException {
        Broken(String message, Deque<String> trace) {
            super(message + "\n  " + String.join("\n  ", trace));
        }
    }

    private final Random random;
    private final Deque<String> trace = new ArrayDeque<>();
    private boolean isCalm;

    Fortune(long seed) {
        random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    IntStream someBelow(int bound, int count) {
        return random.ints(count, 0, bound);
    }

    boolean tosses() {
        return random.nextBoolean();
    }

    <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Whether a misfortune happens that does so one time in that many. */
    boolean happens(int oneIn) {
        return !isCalm && random.nextInt(oneIn) == 0;
    }

    /** From now on no misfortune happens. */
    void calmDown() {
        isCalm = true;
    }

    boolean isCalm() {
        return isCalm;
    }

    void note(String what) {
        trace.add(what);
        if (trace.size() > REMEMBERED) {
            trace.removeFirst();
        }
    }

    void must(boolean holds, String message) {
        if (!holds) {
            throw broken(message);
        }
    }

    Broken broken(String message) {
        return new Broken(message, trace);
    }
}
