package org.userdatatransfer.worker.transfer;

/**
 * Something an undo left as it is, since somebody else has had a hand in it: one row, or, when a data type has many,
 * those of one table, for one reason, that are not listed one by one.
 *
 * @param table the table, as the catalogue names it
 * @param key the row's key, as JSON; empty for several rows
 * @param reason why: {@code DELETED}, {@code MOVED_ON}, {@code CHANGED} or {@code CLASHES}
 * @param rows how many rows it stands for
 */
public record Unrestored(String table, String key, String reason, long rows) {

    public Unrestored(String table, String key, String reason) {
        this(table, key, reason, 1);
    }

    /** One more row of this table and for this reason, which is not listed itself. */
    public Unrestored andOneMore() {
        return new Unrestored(table, key, reason, rows + 1);
    }
}
