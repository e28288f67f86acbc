package org.userdatatransfer.worker.rowhistory;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.LedgerKind;

/**
 * One thing that a transfer did to a row.
 *
 * @param column MOVED: the user column that was set
 * @param rule what decided: a rule of the catalogue, or the strategy; {@code late} for a late row of an overwritten
 *     type that gave way, {@code successor} for a row that another transfer's undo handed on
 * @param before the columns that were written, as texts; the whole row if it was removed. Null values are null
 * @param after the same columns afterwards; empty if the row was removed
 * @param undone whether the run that did it has been taken back
 */
public record RowStep(
        Instant at,
        DataTypeName dataType,
        int epoch,
        LedgerKind kind,
        Optional<String> column,
        String rule,
        Map<String, @Nullable String> before,
        Map<String, @Nullable String> after,
        boolean undone) {}
