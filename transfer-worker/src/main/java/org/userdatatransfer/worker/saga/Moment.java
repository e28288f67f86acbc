package org.userdatatransfer.worker.saga;

import java.time.Instant;

/** When something is decided, and by which policy. */
record Moment(Instant now, SagaPolicy policy) {

    Instant nextAsk() {
        return now.plus(policy.askAgainAfter());
    }

    Instant afterDeferral(int attempts) {
        return now.plus(policy.deferral(attempts));
    }
}
