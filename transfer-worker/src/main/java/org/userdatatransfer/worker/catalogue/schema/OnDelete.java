package org.userdatatransfer.worker.catalogue.schema;

/** What a foreign key does to a child when its parent goes. */
public enum OnDelete {
    BLOCK,
    CASCADE,
    SET
}
