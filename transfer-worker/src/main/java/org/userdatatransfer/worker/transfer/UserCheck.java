package org.userdatatransfer.worker.transfer;

import java.util.List;
import java.util.Set;

/**
 * What the product databases say of a transfer's two users, looked up when it is about to start.
 *
 * @param productsOfSource the products that know the source; the types of all others are skipped as NOT_IN_PRODUCT
 * @param rejections what forbids the transfer; empty if nothing does
 */
public record UserCheck(Set<Product> productsOfSource, List<FailureReason> rejections) {

    public UserCheck {
        productsOfSource = Set.copyOf(productsOfSource);
        rejections = List.copyOf(rejections);
    }
}
