package org.userdatatransfer.worker.catalogue;

/** What to say of a table that others inherit from: a statement about it is about their rows, too, which no key tells apart. */
final class Heirs {

    private Heirs() {}

    /** @param what is done to the table's rows, and would be to the heir's */
    static void told(TableShape shape, SqlTable heir, String what, String place, Findings findings) {
        findings.error(
                place,
                "table %s inherits from it, so that its rows would be %s as well, and put back in the wrong table"
                        .formatted(heir, what),
                "ALTER TABLE %s NO INHERIT %s, or make it a partition".formatted(heir.sql(), shape.table().sql()));
    }
}
