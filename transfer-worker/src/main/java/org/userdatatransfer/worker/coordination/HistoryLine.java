package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import org.userdatatransfer.worker.saga.HistoryEntry;
import org.userdatatransfer.worker.transfer.TransferId;

/** An entry as it is kept: of which transfer, and when by the database's clock. */
public record HistoryLine(TransferId transferId, Instant at, HistoryEntry entry) {}
