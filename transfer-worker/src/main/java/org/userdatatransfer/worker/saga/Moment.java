package org.userdatatransfer.worker.saga;

import java.time.Instant;

/** When something is decided, and by which policy. */
record Moment(Instant now, SagaPolicy policy) {

    Instant nextAsk() {
        return nextAsk(0);
    }

    Instant nextAsk(int attempts) {
        return now.plus(policy.patience(attempts));
    }

    Instant afterDeferral(int attempts) {
        return now.plus(policy.deferral(attempts));
    }
}
