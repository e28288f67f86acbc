package org.userdatatransfer.worker.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.ReasonCode;

/** What is to happen to the target's own rows of a data type. */
public enum Verdict {
    /** Combined: they stay beside the source's. */
    MOVE,
    /** Overwritten. */
    REPLACE,
    /** Overwritten by nothing, since nothing is there and the request says so. */
    WIPE,
    /** Not overwritten, since the source has nothing to overwrite with. */
    KEEP;

    boolean removes() {
        return this == REPLACE || this == WIPE;
    }

    /** With what somebody should know of, too, if it has removed rows. */
    List<Flag> flags(List<Flag> raised, long removedRows) {
        var flags = new ArrayList<>(raised);
        if (this == WIPE && removedRows > 0) {
            flags.add(new Flag(ReasonCode.TARGET_WIPED.name(), removedRows, List.of()));
        }
        return flags;
    }

    /** What the result says beside the counts. */
    Optional<ReasonCode> reason() {
        return switch (this) {
            case KEEP -> Optional.of(ReasonCode.KEPT_EMPTY_SOURCE);
            case WIPE -> Optional.of(ReasonCode.TARGET_WIPED);
            case MOVE, REPLACE -> Optional.empty();
        };
    }
}
