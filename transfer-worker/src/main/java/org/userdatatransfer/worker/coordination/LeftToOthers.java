package org.userdatatransfer.worker.coordination;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * The transfers that this worker cannot start: one of other settings has accepted them, about products whose users
 * cannot be looked up from here; or one of another version has written their sagas. They stay in their queues, and take
 * no room from others.
 */
final class LeftToOthers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftToOthers.class);

    private static final int MOST_REMEMBERED = 10_000;

    private final Set<Product> products;
    private final Set<TransferId> left = ConcurrentHashMap.newKeySet();

    /** @param products where users can be looked up here */
    LeftToOthers(Set<Product> products) {
        this.products = Set.copyOf(products);
    }

    boolean lacksAProductOf(Saga saga) {
        return saga.plan().stream().anyMatch(type -> !products.contains(type.product()));
    }

    Set<TransferId> all() {
        return left;
    }

    /** @throws UnreadableSagaException the same, if it has been left before and was read all the same */
    void leave(UnreadableSagaException unreadable) {
        if (!left.add(unreadable.transfer())) {
            throw unreadable;
        }
        LOG.error("Transfer {} waits for a worker that can read its saga", unreadable.transfer(), unreadable);
    }

    void leave(Collection<TransferId> ids) {
        if (left.addAll(ids)) {
            LOG.warn(
                    "{} transfers, such as {}, wait for a worker with the databases of all of their products; "
                            + "this one has {}",
                    ids.size(),
                    ids.iterator().next(),
                    products);
        }
    }

    /** By now others have started them; those that still wait are found out anew. */
    void forgetIfMany() {
        if (left.size() > MOST_REMEMBERED) {
            left.clear();
        }
    }
}
