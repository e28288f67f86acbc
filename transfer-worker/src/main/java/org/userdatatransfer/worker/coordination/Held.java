package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Rows that are locked until the transaction ends.
 *
 * @param now the database's clock after they were locked, in milliseconds
 */
record Held(Instant now, Map<TransferId, Slot> slots) {

    Held {
        slots = Collections.unmodifiableMap(new TreeMap<>(slots));
    }

    Optional<Slot> slot(TransferId id) {
        return Optional.ofNullable(slots.get(id));
    }
}
