package org.userdatatransfer.worker.transfer;

import java.util.List;

/**
 * The data types of one transfer, or why there can be none.
 *
 * @param types in the order of the catalogue, which respects {@code after}
 * @param rejections what is wrong with the request; empty if nothing is
 */
public record TransferPlan(List<PlannedType> types, List<FailureReason> rejections) {

    public TransferPlan {
        types = List.copyOf(types);
        rejections = List.copyOf(rejections);
    }
}
