package org.userdatatransfer.worker.catalogue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;

/** Turns a request into the data types it is about, or says what is wrong with it; looks at no database. */
public final class RequestPlanning {

    /** Each may name the whole catalogue, and all must fit into one message. */
    private static final int MOST_REASONS = 20;

    private final Catalogue catalogue;

    public RequestPlanning(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    public TransferPlan plan(TransferRequest request) {
        var names = requested(request);
        var faults = new RequestFaults(catalogue, request, names).all();
        return faults.isEmpty()
                ? new TransferPlan(planned(names), List.of())
                : new TransferPlan(List.of(), faults.stream().limit(MOST_REASONS).toList());
    }

    private Set<DataTypeName> requested(TransferRequest request) {
        return request.dataTypes().isEmpty()
                ? catalogue.types().stream()
                        .map(DataType::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : new LinkedHashSet<>(request.dataTypes());
    }

    private List<PlannedType> planned(Set<DataTypeName> names) {
        return catalogue.types().stream()
                .filter(t -> names.contains(t.name()))
                .map(t -> new PlannedType(
                        t.name(),
                        t.product(),
                        t.after().stream().filter(names::contains).collect(Collectors.toUnmodifiableSet()),
                        catalogue.group(t.name())))
                .toList();
    }
}
