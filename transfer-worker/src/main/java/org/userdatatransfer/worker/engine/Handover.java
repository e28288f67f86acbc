package org.userdatatransfer.worker.engine;

import org.userdatatransfer.worker.transfer.TransferId;

/**
 * One transfer's two users in one product.
 *
 * @param epoch what ledger entries are written under; for an undo, those that are taken back
 * @param source the product's own id of the source, as text
 * @param target the product's own id of the target, as text
 * @param sourceName the suite's id of the source: what a renamed row is named after
 * @param wipe whether an empty source still empties the target
 */
public record Handover(
        TransferId transfer, int epoch, String source, String target, String sourceName, boolean wipe) {}
