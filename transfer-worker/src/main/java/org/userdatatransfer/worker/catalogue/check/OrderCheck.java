package org.userdatatransfer.worker.catalogue.check;

import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.sql.SqlTable;

/** Whether the data types that have to do with rows which may be removed are done, and undone, in an order that is safe. */
record OrderCheck(ProductTables product, CheckedTable table, Findings findings) {

    /** Of the data types that move rows of the same table by other columns. */
    void ofSharedRows() {
        product.owners(table.table().table()).stream()
                .filter(this::hasNoOrderWith)
                .forEach(other -> findings.error(
                        table.place(),
                        "data type '%s' moves rows of it as well, and one that goes would not be found again if undone first"
                                .formatted(other.type().name()),
                        other.toComeAfter(table)));
    }

    /**
     * Of a foreign key to the rows, and an owner of the rows that refer by it: else the target's children would go with
     * their parents, counted as nobody's, before their own type is done.
     */
    void ofReference(ForeignKey key, CheckedTable owner) {
        if (!table.overwritten()) {
            if (!isOfThisType(owner) && !product.comesAfter(owner, table)) {
                findings.error(
                        table.place(),
                        "foreign key %s of %s refers to it, whose data type '%s' might be done, and undone, first"
                                .formatted(key.name(), key.child(), owner.type().name()),
                        owner.toComeAfter(table));
            }
            return;
        }
        if (isOfThisType(owner)) {
            if (product.tables().indexOf(owner) > product.tables().indexOf(table)) {
                findings.error(
                        table.place(),
                        "foreign key %s of %s refers to it, so that its rows must be dealt with first"
                                .formatted(key.name(), key.child()),
                        "Move %s before %s".formatted(owner.path(), table.entry()));
            }
        } else if (!product.comesAfter(table, owner)) {
            findings.error(
                    table.place(),
                    "foreign key %s of %s refers to it, so that data type '%s' must be done first"
                            .formatted(key.name(), key.child(), owner.type().name()),
                    table.toComeAfter(owner));
        }
    }

    /**
     * Of the data types whose rows take rows of the same child along: whichever comes first does so, and has to be undone
     * last, for the others' rows must be there by then.
     */
    void ofSharedChildren(SqlTable child) {
        product.tables().stream()
                .takeWhile(other -> !other.path().equals(table.path()))
                .filter(this::hasNoOrderWith)
                .filter(other -> other.losesRows() && product.leadsTo(child, other.table().table()))
                .forEach(other -> findings.error(
                        table.place(),
                        "rows of %s hang on it and on %s of data type '%s', and one that goes with either could not be put back if undone in another order"
                                .formatted(child, other.table().table(), other.type().name()),
                        table.toComeAfter(other)));
    }

    private boolean hasNoOrderWith(CheckedTable other) {
        return !isOfThisType(other) && !product.comesAfter(other, table) && !product.comesAfter(table, other);
    }

    private boolean isOfThisType(CheckedTable other) {
        return other.type().name().equals(table.type().name());
    }
}
