package org.userdatatransfer.worker.catalogue.schema;

/** What a role may do with a table; {@code UPDATE} counts where it is granted for some column. */
public enum Privilege {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
}
