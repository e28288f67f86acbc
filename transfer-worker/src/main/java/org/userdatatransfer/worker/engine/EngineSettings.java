package org.userdatatransfer.worker.engine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param largeRows rows of one data type and transfer from which on it leaves its tenant's queue, so that others need not
 *     wait for it, and is done in slices
 * @param sliceRows the size of a slice in rows; about a second's work. Where others wait, no more rows than that are so
 *     much as counted
 * @param pipelinedPairs transfers of a batch up to which statements are pipelined, several in one round trip; 0 sends
 *     each by itself
 */
@ConfigurationProperties("user-data-transfer.engine")
public record EngineSettings(
        @DefaultValue("5000") int largeRows,
        @DefaultValue("100000") int sliceRows,
        @DefaultValue("100") int pipelinedPairs) {}
