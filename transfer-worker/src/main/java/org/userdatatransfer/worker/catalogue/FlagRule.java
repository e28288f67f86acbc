package org.userdatatransfer.worker.catalogue;

import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Marks rows whose move is correct but worth a look. */
public sealed interface FlagRule {

    /** The flag's name in reports, such as {@code SELF_EVALUATION}. */
    String name();

    /** After the move both columns of a moved row name the target. */
    record SameUser(String name, SqlIdentifier first, SqlIdentifier second) implements FlagRule {}

    /** The target has lost rows to the source's. */
    record Replaced(String name) implements FlagRule {}

    /** The target has gained rows. */
    record Gained(String name) implements FlagRule {}
}
