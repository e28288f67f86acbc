package org.userdatatransfer.worker.saga;

/** Something that must never be. */
final class BrokenPromise extends RuntimeException {

    private BrokenPromise(String message) {
        super(message);
    }

    /** @param message to be formatted with the arguments, if it does not hold */
    static void unless(boolean holds, String message, Object... args) {
        if (!holds) {
            throw new BrokenPromise(message.formatted(args));
        }
    }
}
