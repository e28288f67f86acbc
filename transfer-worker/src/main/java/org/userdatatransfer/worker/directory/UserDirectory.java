package org.userdatatransfer.worker.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.catalogue.Catalogue;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.directory.ProductUsers.ProductUser;
import org.userdatatransfer.worker.directory.ProductUsers.SuiteUser;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

/** Says whether the users of a transfer may take part in it, by what every product knows of them. */
public final class UserDirectory {

    private final Catalogue catalogue;
    private final Map<Product, ProductUsers> users;
    private final Map<Product, TransferEngine> engines;

    public UserDirectory(
            Catalogue catalogue, Map<Product, ProductUsers> users, Map<Product, TransferEngine> engines) {
        this.catalogue = catalogue;
        this.users = new TreeMap<>(users);
        this.engines = Map.copyOf(engines);
    }

    /** One answer for each request; a handful of queries per product however many there are. */
    public Map<TransferId, UserCheck> check(List<TransferRequest> requests) {
        var known = look(requests);
        var checks = new LinkedHashMap<TransferId, UserCheck>();
        requests.forEach(request -> checks.put(request.id(), check(request, known)));
        return checks;
    }

    private Map<Product, Map<SuiteUser, ProductUser>> look(List<TransferRequest> requests) {
        var who = new HashSet<SuiteUser>();
        for (var request : requests) {
            who.add(new SuiteUser(request.tenant(), request.source()));
            who.add(new SuiteUser(request.tenant(), request.target()));
        }
        var known = new TreeMap<Product, Map<SuiteUser, ProductUser>>();
        users.forEach((product, lookUp) -> known.put(product, lookUp.find(who)));
        return known;
    }

    private UserCheck check(TransferRequest request, Map<Product, Map<SuiteUser, ProductUser>> known) {
        var rejections = new ArrayList<FailureReason>();
        unknown(rejections, request, "sourceUserId", request.source(), known);
        unknown(rejections, request, "targetUserId", request.target(), known);
        var products = new TreeSet<Product>();
        if (rejections.isEmpty()) {
            known.forEach((product, inProduct) -> {
                if (takesPart(rejections, request, product, inProduct)) {
                    products.add(product);
                }
            });
        }
        return new UserCheck(products, rejections.stream().distinct().toList());
    }

    private static void unknown(
            List<FailureReason> rejections,
            TransferRequest request,
            String field,
            UserId user,
            Map<Product, Map<SuiteUser, ProductUser>> known) {
        var who = new SuiteUser(request.tenant(), user);
        var answers = known.values().stream().map(inProduct -> inProduct.get(who)).toList();
        if (answers.stream().anyMatch(k -> k.id().isPresent())) {
            return;
        }
        rejections.add(
                answers.stream().anyMatch(ProductUser::elsewhere)
                        ? FailureReason.inField(
                                ReasonCode.USER_OF_OTHER_TENANT,
                                field,
                                user.value(),
                                "User '%s' does not belong to tenant '%s'; a transfer stays within one tenant"
                                        .formatted(user, request.tenant()))
                        : FailureReason.inField(
                                ReasonCode.UNKNOWN_USER,
                                field,
                                user.value(),
                                "No product knows a user '%s' of tenant '%s'; check the id"
                                        .formatted(user, request.tenant())));
    }

    /** Whether the source's rows of a product can become the target's; if they cannot though there are some, why. */
    private boolean takesPart(
            List<FailureReason> rejections,
            TransferRequest request,
            Product product,
            Map<SuiteUser, ProductUser> inProduct) {
        var source = inProduct.get(new SuiteUser(request.tenant(), request.source()));
        var target = inProduct.get(new SuiteUser(request.tenant(), request.target()));
        if (source.id().isEmpty()) {
            return false;
        }
        if (target.id().isEmpty()) {
            if (hasRows(request, product, source.id().get())) {
                rejections.add(FailureReason.inField(
                        ReasonCode.TARGET_NOT_IN_PRODUCT,
                        "targetUserId",
                        request.target().value(),
                        "The source has rows in %s, where user '%s' is unknown; add the user there, or leave the data types of %s out"
                                .formatted(product, request.target(), product)));
            }
            return false;
        }
        if (source.id().equals(target.id())) {
            rejections.add(FailureReason.inField(
                    ReasonCode.SAME_USER,
                    "targetUserId",
                    request.target().value(),
                    "'%s' and '%s' are one user in %s; name another target"
                            .formatted(request.source(), request.target(), product)));
        } else if (!target.active()) {
            rejections.add(FailureReason.inField(
                    ReasonCode.INACTIVE_TARGET,
                    "targetUserId",
                    request.target().value(),
                    "User '%s' is inactive in %s; activate the user or name another target"
                            .formatted(request.target(), product)));
        }
        return true;
    }

    private boolean hasRows(TransferRequest request, Product product, String source) {
        var handover = new Handover(request.id(), 0, source, source, request.source().value(), false);
        var remaining = engines.get(product).remaining(List.of(handover)).get(request.id());
        return remaining.stream().anyMatch(requested(request)::contains);
    }

    private Set<DataTypeName> requested(TransferRequest request) {
        return request.dataTypes().isEmpty()
                ? catalogue.types().stream().map(DataType::name).collect(Collectors.toSet())
                : Set.copyOf(request.dataTypes());
    }
}
