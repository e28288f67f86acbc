package org.userdatatransfer.worker.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.userdatatransfer.worker.directory.ProductUsers.ProductUser;
import org.userdatatransfer.worker.directory.ProductUsers.SuiteUser;
import org.userdatatransfer.worker.transfer.PlannedTransfer;
import org.userdatatransfer.worker.transfer.Product;

/** What the products know of the users of some transfers, as far as they had to be asked. */
final class KnownUsers {

    private final Map<Product, Map<SuiteUser, ProductUser>> answers = new TreeMap<>();

    private KnownUsers() {}

    /**
     * Asks each product for the users of the transfers that are about it. Only a user whom none of these knows is asked
     * for everywhere: so a product that cannot be used holds up nothing that it has no part in.
     */
    static KnownUsers of(Collection<PlannedTransfer> transfers, Map<Product, ProductUsers> products) {
        var known = new KnownUsers();
        products.forEach((product, users) -> known.ask(
                product,
                users,
                transfers.stream()
                        .filter(transfer -> !transfer.typesOf(product).isEmpty())
                        .flatMap(KnownUsers::both)));
        var unknown = transfers.stream()
                .flatMap(KnownUsers::both)
                .filter(user -> !known.isAnywhere(user))
                .toList();
        products.forEach((product, users) -> known.ask(product, users, unknown.stream()));
        return known;
    }

    private void ask(Product product, ProductUsers users, Stream<SuiteUser> whom) {
        var answered = answers.computeIfAbsent(product, p -> new HashMap<>());
        var unanswered = whom.filter(user -> !answered.containsKey(user)).distinct().toList();
        if (!unanswered.isEmpty()) {
            answered.putAll(users.find(unanswered));
        }
    }

    private static Stream<SuiteUser> both(PlannedTransfer transfer) {
        return Stream.of(source(transfer), target(transfer));
    }

    static SuiteUser source(PlannedTransfer transfer) {
        return new SuiteUser(transfer.request().tenant(), transfer.request().source());
    }

    static SuiteUser target(PlannedTransfer transfer) {
        return new SuiteUser(transfer.request().tenant(), transfer.request().target());
    }

    /** The user in a product that was asked. */
    ProductUser in(Product product, SuiteUser user) {
        return Optional.ofNullable(answers.getOrDefault(product, Map.of()).get(user))
                .orElseThrow(() -> new IllegalStateException("%s was not asked for %s".formatted(product, user)));
    }

    boolean isAnywhere(SuiteUser user) {
        return of(user).stream().anyMatch(answer -> answer.id().isPresent());
    }

    /** Whether one of another tenant has the same name. */
    boolean isElsewhere(SuiteUser user) {
        return of(user).stream().anyMatch(ProductUser::elsewhere);
    }

    private List<ProductUser> of(SuiteUser user) {
        return answers.values().stream()
                .flatMap(inProduct -> Stream.ofNullable(inProduct.get(user)))
                .toList();
    }
}
