package org.userdatatransfer.worker.transfer;

import java.util.Set;

/**
 * A data type as a transfer has pinned it when it was requested: later changes of the catalogue do not disturb it.
 *
 * @param after the types of the same plan that must be done first; compensation runs this backwards
 * @param group names the types that are requested, skipped and replayed together (the least name of the group)
 */
public record PlannedType(DataTypeName name, Product product, Set<DataTypeName> after, DataTypeName group) {

    public PlannedType {
        after = Set.copyOf(after);
    }
}
