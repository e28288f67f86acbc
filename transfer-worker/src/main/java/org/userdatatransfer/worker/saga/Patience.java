package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.Optional;

/**
 * When something open is asked (again).
 *
 * @param attempts how often in a row it was put off, or asked in vain
 */
public record Patience(int attempts, Optional<Instant> due) {

    static final Patience NONE = new Patience(0, Optional.empty());

    /** It is asked, for the first time or since a deferral is over. */
    Patience asked(Moment moment) {
        return new Patience(attempts, Optional.of(moment.nextAsk()));
    }

    /** It has been silent, and is asked again. */
    Patience askedInVain(Moment moment) {
        return new Patience(attempts + 1, Optional.of(moment.nextAsk(attempts + 1)));
    }

    Patience deferred(Moment moment) {
        return new Patience(attempts + 1, Optional.of(moment.afterDeferral(attempts)));
    }

    Patience withoutDue() {
        return new Patience(attempts, Optional.empty());
    }

    boolean isOverAt(Instant now) {
        return due.filter(at -> !at.isAfter(now)).isPresent();
    }
}
