package org.userdatatransfer.worker.transfer;

/**
 * Something an undo left as it is, since somebody else has had a hand in it.
 *
 * @param table the table, as the catalogue names it
 * @param key the row's key, as JSON
 * @param reason why: {@code DELETED}, {@code MOVED_ON}, {@code CHANGED} or {@code CLASHES}
 */
public record Unrestored(String table, String key, String reason) {}
