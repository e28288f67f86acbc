package org.userdatatransfer.worker.coordination;

/**
 * How many transfers there are that concern users right now.
 *
 * @param queued wait for their users or for room to run
 * @param needingOperator keep their users locked until somebody decides
 */
public record TransferCounts(long queued, long running, long needingOperator) {}
