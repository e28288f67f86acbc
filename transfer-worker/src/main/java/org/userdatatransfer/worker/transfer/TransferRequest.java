package org.userdatatransfer.worker.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the requesting system asked for, as it asked for it: nothing here has been checked yet.
 *
 * @param dataTypes the data types to transfer, in the order named; empty means all of the catalogue
 * @param effectiveAt when the transfer may start; empty means at once
 * @param whenSourceEmpty per overwritten data type what an empty source does; absent means KEEP_TARGET
 * @param planHash the hash of a preview that the transfer must still match, or it is rejected as PLAN_DRIFT
 */
public record TransferRequest(
        TransferId id,
        TenantId tenant,
        UserId source,
        UserId target,
        String requestedBy,
        Instant requestedAt,
        List<DataTypeName> dataTypes,
        Optional<Instant> effectiveAt,
        TransferMode mode,
        Map<DataTypeName, WhenSourceEmpty> whenSourceEmpty,
        Optional<String> reason,
        Optional<String> planHash) {

    public TransferRequest {
        dataTypes = List.copyOf(dataTypes);
        whenSourceEmpty = Map.copyOf(whenSourceEmpty);
    }
}
