package org.userdatatransfer.worker.architecture.wrong.saga;

import java.time.Instant;

/** A decision that is another one tomorrow. */
public class LooksAtTheClock {

    Instant deadline() {
        return Instant.now().plusSeconds(60);
    }
}
