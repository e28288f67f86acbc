package org.userdatatransfer.worker.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** Turns a request into the data types it is about, or says what is wrong with it; looks at no database. */
public final class TransferPlanning {

    /** No later one can be waited for: as text its year begins with a plus, which PostgreSQL does not read. */
    private static final Instant LAST_DATE = Instant.parse("9999-12-31T23:59:59Z");

    /** Each may name the whole catalogue, and all must fit into one message. */
    private static final int MOST_REASONS = 20;

    private final Catalogue catalogue;

    public TransferPlanning(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    public TransferPlan plan(TransferRequest request) {
        var rejections = new ArrayList<FailureReason>();
        missing(rejections, "tenantId", request.tenant().value());
        missing(rejections, "sourceUserId", request.source().value());
        missing(rejections, "targetUserId", request.target().value());
        if (request.source().equals(request.target())) {
            rejections.add(FailureReason.inField(
                    "SAME_USER",
                    "targetUserId",
                    request.target().value(),
                    "Source and target are the same user '%s'; name another target".formatted(request.target())));
        }
        request.effectiveAt()
                .filter(at -> at.isAfter(LAST_DATE))
                .map(TransferPlanning::tooLate)
                .ifPresent(rejections::add);
        var names = requested(request);
        names.stream().filter(n -> catalogue.find(n).isEmpty()).map(this::unknown).forEach(rejections::add);
        rejections.addAll(options(request, names));
        if (!rejections.isEmpty()) {
            return rejected(rejections);
        }
        names.stream().flatMap(n -> incomplete(n, names).stream()).forEach(rejections::add);
        return rejections.isEmpty()
                ? new TransferPlan(planned(names), List.of())
                : rejected(rejections);
    }

    private static TransferPlan rejected(List<FailureReason> reasons) {
        return new TransferPlan(List.of(), reasons.stream().limit(MOST_REASONS).toList());
    }

    private Set<DataTypeName> requested(TransferRequest request) {
        return request.dataTypes().isEmpty()
                ? catalogue.types().stream()
                        .map(DataType::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : new LinkedHashSet<>(request.dataTypes());
    }

    private static void missing(List<FailureReason> rejections, String field, String value) {
        if (value.isBlank()) {
            rejections.add(FailureReason.inField("MISSING_VALUE", field, value, "Give a value for " + field));
        }
    }

    private static FailureReason tooLate(Instant effectiveAt) {
        return FailureReason.inField(
                "DATE_OUT_OF_RANGE",
                "effectiveAt",
                effectiveAt.toString(),
                "effectiveAt is %s, after the year 9999; write it in milliseconds since the epoch"
                        .formatted(effectiveAt));
    }

    private FailureReason unknown(DataTypeName name) {
        return FailureReason.inField(
                "UNKNOWN_DATA_TYPE",
                "dataTypes",
                name.value(),
                "No data type '%s' in the catalogue; known are %s"
                        .formatted(
                                name,
                                catalogue.types().stream()
                                        .map(t -> t.name().value())
                                        .sorted()
                                        .toList()));
    }

    private Optional<FailureReason> incomplete(DataTypeName name, Set<DataTypeName> names) {
        var missing = catalogue.groupMembers(name).stream()
                .map(DataType::name)
                .filter(member -> !names.contains(member))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(FailureReason.inField(
                        "INCOMPLETE_GROUP",
                        "dataTypes",
                        name.value(),
                        "Data type '%s' is only transferred together with %s; request them too"
                                .formatted(name, missing)));
    }

    private List<FailureReason> options(TransferRequest request, Set<DataTypeName> names) {
        var faults = new ArrayList<FailureReason>();
        new TreeMap<>(request.whenSourceEmpty()).forEach((name, option) -> {
            if (!names.contains(name)) {
                faults.add(FailureReason.inField(
                        "UNKNOWN_DATA_TYPE",
                        "options",
                        name.value(),
                        "Options for '%s', which is not among the requested data types; leave them out"
                                .formatted(name)));
            } else if (option == WhenSourceEmpty.WIPE_TARGET && catalogue.find(name).isPresent()) {
                wipe(request, name).ifPresent(faults::add);
            }
        });
        return faults;
    }

    private Optional<FailureReason> wipe(TransferRequest request, DataTypeName name) {
        if (catalogue.type(name).strategy() == Strategy.COMBINE) {
            return Optional.of(FailureReason.inField(
                    "OPTION_NOT_APPLICABLE",
                    "options",
                    name.value(),
                    "'%s' is combined, so there is nothing to wipe; leave whenSourceEmpty out".formatted(name)));
        }
        var others = catalogue.groupMembers(name).stream()
                .map(DataType::name)
                .filter(m -> request.whenSourceEmpty().get(m) != WhenSourceEmpty.WIPE_TARGET)
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(FailureReason.inField(
                        "INCOMPLETE_GROUP",
                        "options",
                        name.value(),
                        "whenSourceEmpty is given for '%s' but not for %s of the same group; give it for all"
                                .formatted(name, others)));
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
