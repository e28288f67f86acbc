package org.userdatatransfer.worker.engine;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the engine cuts work into transactions and round trips.
 *
 * @param largeRows pairs of (row, user column), or ledger rows of an undo, of one data type and transfer from which on
 *     it leaves its tenant's queue, so that others need not wait for it, and is done in slices
 * @param sliceRows the size of a slice in rows; about a tenth of a second's work, in which the rows stay locked for the
 *     product's own users. In the shared queue, counting stops there
 * @param pipelinedTransfers transfers of a batch up to which statements are pipelined, several in one round trip; 0
 *     sends each by itself
 * @param lanes transactions beside each other in which a product's share of a poll is done, each with data types that
 *     have nothing to do with those of the others
 */
@Validated
@ConfigurationProperties("user-data-transfer.engine")
public record EngineSettings(
        @Min(1) @DefaultValue("5000") int largeRows,
        @Min(1) @DefaultValue("10000") int sliceRows,
        @Min(0) @DefaultValue("100") int pipelinedTransfers,
        @Min(1) @DefaultValue("2") int lanes) {}
