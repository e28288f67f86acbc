package org.userdatatransfer.worker.directory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.userdatatransfer.worker.directory.ProductUsers.ProductUser;
import org.userdatatransfer.worker.directory.ProductUsers.SuiteUser;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.PlannedTransfer;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

/** Says whether the users of a transfer may take part in it, by what the products it is about know of them. */
public final class UserDirectory {

    private final Map<Product, ProductUsers> users;
    private final Map<Product, TransferEngine> engines;

    public UserDirectory(Map<Product, ProductUsers> users, Map<Product, TransferEngine> engines) {
        this.users = new TreeMap<>(users);
        this.engines = new TreeMap<>(engines);
    }

    /** One answer for each transfer; three queries per product at most, however many there are. */
    public Map<TransferId, UserCheck> check(List<PlannedTransfer> transfers) {
        var known = KnownUsers.of(transfers, users);
        var stranded = strandedTypes(transfers, known);
        var checks = new LinkedHashMap<TransferId, UserCheck>();
        transfers.forEach(transfer -> checks.put(transfer.id(), check(transfer, known, stranded)));
        return checks;
    }

    /** By product and transfer: the data types with rows of a source whose target is not in the product. */
    private Map<Product, Map<TransferId, Set<DataTypeName>>> strandedTypes(
            List<PlannedTransfer> transfers, KnownUsers known) {
        var stranded = new TreeMap<Product, Map<TransferId, Set<DataTypeName>>>();
        engines.forEach((product, engine) -> {
            var sources = new LinkedHashMap<TransferId, String>();
            for (var transfer : transfers) {
                if (!transfer.typesOf(product).isEmpty()
                        && known.in(product, KnownUsers.target(transfer)).id().isEmpty()) {
                    known.in(product, KnownUsers.source(transfer)).id().ifPresent(id -> sources.put(transfer.id(), id));
                }
            }
            stranded.put(product, sources.isEmpty() ? Map.of() : engine.typesNaming(sources));
        });
        return stranded;
    }

    private UserCheck check(
            PlannedTransfer transfer,
            KnownUsers known,
            Map<Product, Map<TransferId, Set<DataTypeName>>> stranded) {
        var request = transfer.request();
        var unknown = Stream.of(
                        unknown("sourceUserId", KnownUsers.source(transfer), known),
                        unknown("targetUserId", KnownUsers.target(transfer), known))
                .flatMap(Optional::stream)
                .toList();
        if (!unknown.isEmpty()) {
            return new UserCheck(Set.of(), unknown);
        }
        var rejections = new ArrayList<FailureReason>();
        var products = new TreeSet<Product>();
        for (var product : users.keySet()) {
            var types = transfer.typesOf(product);
            if (types.isEmpty() || known.in(product, KnownUsers.source(transfer)).id().isEmpty()) {
                continue;
            }
            var target = known.in(product, KnownUsers.target(transfer));
            if (target.id().isPresent()) {
                products.add(product);
                unfit(request.source(), known.in(product, KnownUsers.source(transfer)), request.target(), target, product)
                        .ifPresent(rejections::add);
            } else if (!Collections.disjoint(
                    types, stranded.getOrDefault(product, Map.of()).getOrDefault(transfer.id(), Set.of()))) {
                rejections.add(notInProduct(request.target(), product));
            }
        }
        return new UserCheck(products, rejections);
    }

    private static Optional<FailureReason> unknown(String field, SuiteUser user, KnownUsers known) {
        if (known.isAnywhere(user)) {
            return Optional.empty();
        }
        return Optional.of(
                known.isElsewhere(user)
                        ? FailureReason.inField(
                                ReasonCode.USER_OF_OTHER_TENANT,
                                field,
                                user.user().value(),
                                "User '%s' does not belong to tenant '%s'; a transfer stays within one tenant"
                                        .formatted(user.user(), user.tenant()))
                        : FailureReason.inField(
                                ReasonCode.UNKNOWN_USER,
                                field,
                                user.user().value(),
                                "No product knows a user '%s' of tenant '%s'; check the id"
                                        .formatted(user.user(), user.tenant())));
    }

    /** Why the target cannot take over in a product that knows both. */
    private static Optional<FailureReason> unfit(
            UserId sourceId, ProductUser source, UserId targetId, ProductUser target, Product product) {
        if (source.id().equals(target.id())) {
            return Optional.of(FailureReason.inField(
                    ReasonCode.SAME_USER,
                    "targetUserId",
                    targetId.value(),
                    "'%s' and '%s' are one user in %s; name another target".formatted(sourceId, targetId, product)));
        }
        return target.active()
                ? Optional.empty()
                : Optional.of(FailureReason.inField(
                        ReasonCode.INACTIVE_TARGET,
                        "targetUserId",
                        targetId.value(),
                        "User '%s' is inactive in %s; activate the user or name another target"
                                .formatted(targetId, product)));
    }

    private static FailureReason notInProduct(UserId target, Product product) {
        return FailureReason.inField(
                ReasonCode.TARGET_NOT_IN_PRODUCT,
                "targetUserId",
                target.value(),
                "The source has rows in %s, where user '%s' is unknown; add the user there, or leave the data types of %s out"
                        .formatted(product, target, product));
    }
}
