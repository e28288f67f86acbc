package org.userdatatransfer.worker.engine;

/**
 * How many (row, user column) pairs of a data type name each of a transfer's two users.
 *
 * @param source pairs that name the source
 * @param target pairs that name the target
 */
public record Counts(long source, long target) {}
