package org.userdatatransfer.worker.transfer;

import java.util.UUID;

/** Names one transfer for good: chosen by who requests it, and the key of everything that is known about it. */
public record TransferId(UUID value) implements Comparable<TransferId> {

    public static TransferId of(String value) {
        return new TransferId(UUID.fromString(value));
    }

    /** In the order PostgreSQL sorts {@code uuid}, so that locks are taken alike on both sides. */
    @Override
    public int compareTo(TransferId other) {
        var high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
