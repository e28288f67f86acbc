package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import org.userdatatransfer.worker.saga.HistoryEntry;

/** One line of a transfer's history, with its time by the database's clock. */
public record HistoryLine(Instant at, HistoryEntry entry) {}
