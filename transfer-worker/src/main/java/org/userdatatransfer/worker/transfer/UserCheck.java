package org.userdatatransfer.worker.transfer;

import java.util.List;
import java.util.Set;

/**
 * What the product databases say of a transfer's two users, looked up when it is about to start.
 *
 * @param products of those that the transfer is about: the ones that know the source, but for one that has no rows of it
 *     and does not know the target; the types of all others are skipped as NOT_IN_PRODUCT
 * @param rejections what forbids the transfer; empty if nothing does
 */
public record UserCheck(Set<Product> products, List<FailureReason> rejections) {

    public UserCheck {
        products = Set.copyOf(products);
        rejections = List.copyOf(rejections);
    }
}
