package org.userdatatransfer.worker.engine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param sliceRows rows of one data type and transfer from which on it is done in slices, and the size of a slice; about
 *     a second's work
 */
@ConfigurationProperties("user-data-transfer.engine")
public record EngineSettings(@DefaultValue("50000") int sliceRows) {}
