package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.Optional;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.Saga;

/**
 * How a transfer stands, for who looks at it.
 *
 * @param place while it waits for its users
 * @param now the database's clock
 */
public record TransferView(Saga saga, Instant createdAt, Optional<QueuePlace> place, Instant now) {}
