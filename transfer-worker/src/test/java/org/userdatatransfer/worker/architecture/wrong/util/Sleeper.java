package org.userdatatransfer.worker.architecture.wrong.util;

/** Waits for a second, not for a condition. */
class Sleeper {

    void await() throws InterruptedException {
        Thread.sleep(1_000);
    }
}
