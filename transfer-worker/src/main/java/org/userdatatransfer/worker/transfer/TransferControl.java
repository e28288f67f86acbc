package org.userdatatransfer.worker.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An operator's word on a transfer.
 *
 * @param controlId names this word for good: a second delivery of it changes nothing
 * @param dataTypes for REPLAY the data types to run again, whole groups; empty means all. Not heeded where the transfer
 *     needs an operator: then what could not be taken back is taken back again
 */
public record TransferControl(
        UUID controlId,
        TransferId transferId,
        ControlAction action,
        String requestedBy,
        Instant requestedAt,
        List<DataTypeName> dataTypes,
        Optional<String> reason) {

    public TransferControl {
        dataTypes = List.copyOf(dataTypes);
    }
}
