package org.userdatatransfer.worker.transfer;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A request, and the data types that it has pinned. */
public record PlannedTransfer(TransferRequest request, List<PlannedType> types) {

    public PlannedTransfer {
        types = List.copyOf(types);
    }

    public TransferId id() {
        return request.id();
    }

    /** The data types of one product. */
    public Set<DataTypeName> typesOf(Product product) {
        return types.stream()
                .filter(type -> type.product().equals(product))
                .map(PlannedType::name)
                .collect(Collectors.toSet());
    }
}
