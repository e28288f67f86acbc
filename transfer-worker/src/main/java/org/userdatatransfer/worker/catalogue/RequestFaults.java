package org.userdatatransfer.worker.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/**
 * What is wrong with a request itself.
 *
 * @param names the data types it is about, in the order in which their faults are told
 */
record RequestFaults(Catalogue catalogue, TransferRequest request, Set<DataTypeName> names) {

    /** No later one can be waited for: as text its year begins with a plus, which PostgreSQL does not read. */
    private static final Instant LAST_DATE = Instant.parse("9999-12-31T23:59:59Z");

    /** What a group lacks is told only where nothing else is wrong: an unknown type has no group. */
    List<FailureReason> all() {
        var faults = new ArrayList<FailureReason>();
        missing("tenantId", request.tenant().value()).ifPresent(faults::add);
        missing("sourceUserId", request.source().value()).ifPresent(faults::add);
        missing("targetUserId", request.target().value()).ifPresent(faults::add);
        sameUser().ifPresent(faults::add);
        tooLate().ifPresent(faults::add);
        names.stream().filter(n -> catalogue.find(n).isEmpty()).map(this::unknown).forEach(faults::add);
        faults.addAll(options());
        if (faults.isEmpty()) {
            names.stream().flatMap(n -> incomplete(n).stream()).forEach(faults::add);
        }
        return faults;
    }

    private static Optional<FailureReason> missing(String field, String value) {
        return value.isBlank()
                ? Optional.of(FailureReason.inField(
                        ReasonCode.MISSING_VALUE, field, value, "Give a value for " + field))
                : Optional.empty();
    }

    private Optional<FailureReason> sameUser() {
        return request.source().equals(request.target())
                ? Optional.of(FailureReason.inField(
                        ReasonCode.SAME_USER,
                        "targetUserId",
                        request.target().value(),
                        "Source and target are the same user '%s'; name another target".formatted(request.target())))
                : Optional.empty();
    }

    private Optional<FailureReason> tooLate() {
        return request.effectiveAt()
                .filter(at -> at.isAfter(LAST_DATE))
                .map(at -> FailureReason.inField(
                        ReasonCode.DATE_OUT_OF_RANGE,
                        "effectiveAt",
                        at.toString(),
                        "effectiveAt is %s, after the year 9999; write it in milliseconds since the epoch"
                                .formatted(at)));
    }

    private FailureReason unknown(DataTypeName name) {
        return FailureReason.inField(
                ReasonCode.UNKNOWN_DATA_TYPE,
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

    private Optional<FailureReason> incomplete(DataTypeName name) {
        var missing = catalogue.groupMembers(name).stream()
                .map(DataType::name)
                .filter(member -> !names.contains(member))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(FailureReason.inField(
                        ReasonCode.INCOMPLETE_GROUP,
                        "dataTypes",
                        name.value(),
                        "Data type '%s' is only transferred together with %s; request them too"
                                .formatted(name, missing)));
    }

    private List<FailureReason> options() {
        var faults = new ArrayList<FailureReason>();
        new TreeMap<>(request.whenSourceEmpty()).forEach((name, option) -> {
            if (!names.contains(name)) {
                faults.add(FailureReason.inField(
                        ReasonCode.UNKNOWN_DATA_TYPE,
                        "options",
                        name.value(),
                        "Options for '%s', which is not among the requested data types; leave them out"
                                .formatted(name)));
            } else if (option == WhenSourceEmpty.WIPE_TARGET && catalogue.find(name).isPresent()) {
                wipe(name).ifPresent(faults::add);
            }
        });
        return faults;
    }

    private Optional<FailureReason> wipe(DataTypeName name) {
        if (catalogue.type(name).strategy() == Strategy.COMBINE) {
            return Optional.of(FailureReason.inField(
                    ReasonCode.OPTION_NOT_APPLICABLE,
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
                        ReasonCode.INCOMPLETE_GROUP,
                        "options",
                        name.value(),
                        "whenSourceEmpty is given for '%s' but not for %s of the same group; give it for all"
                                .formatted(name, others)));
    }
}
