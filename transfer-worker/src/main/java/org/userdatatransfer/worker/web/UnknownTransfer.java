package org.userdatatransfer.worker.web;

import java.util.UUID;

/** Somebody asks about a transfer of which nothing is known. */
final class UnknownTransfer extends RuntimeException {

    UnknownTransfer(UUID id) {
        super("Nobody knows of a transfer %s: no request with this id has been read yet, or it ended so long ago that it is forgotten (coordination.retention)."
                .formatted(id));
    }
}
