package org.userdatatransfer.worker.saga;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.TransferRequest;

/** In what a second request under the same id differs from the first. Only the time of asking may. */
final class RequestDifference {

    private RequestDifference() {}

    static List<FailureReason> between(TransferRequest first, TransferRequest second) {
        var reasons = new ArrayList<FailureReason>();
        compare(reasons, "tenantId", first.tenant(), second.tenant());
        compare(reasons, "sourceUserId", first.source(), second.source());
        compare(reasons, "targetUserId", first.target(), second.target());
        compare(reasons, "requestedBy", first.requestedBy(), second.requestedBy());
        if (!new HashSet<>(first.dataTypes()).equals(new HashSet<>(second.dataTypes()))) {
            compare(reasons, "dataTypes", first.dataTypes(), second.dataTypes());
        }
        compare(reasons, "effectiveAt", text(first.effectiveAt()), text(second.effectiveAt()));
        compare(reasons, "mode", first.mode(), second.mode());
        compare(
                reasons,
                "options",
                new TreeMap<>(first.whenSourceEmpty()),
                new TreeMap<>(second.whenSourceEmpty()));
        compare(reasons, "reason", text(first.reason()), text(second.reason()));
        compare(reasons, "planHash", text(first.planHash()), text(second.planHash()));
        return reasons;
    }

    /** The same for the same differences: by it a redelivery is known. */
    static UUID fingerprint(List<FailureReason> differences) {
        return UUID.nameUUIDFromBytes(differences.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    private static void compare(List<FailureReason> reasons, String field, Object first, Object second) {
        if (!first.equals(second)) {
            reasons.add(FailureReason.inField(
                    ReasonCode.ID_REUSED,
                    field,
                    second.toString(),
                    "A transfer of this id was requested before, with %s '%s' instead of '%s'. It goes on as it was; use a new id for a new transfer."
                            .formatted(field, first, second)));
        }
    }
}
