package org.userdatatransfer.worker.catalogue.check;

import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether a column can hold what a product knows its users by. */
record UserTypeCheck(ProductTables product, CheckedTable table, Findings findings) {

    /**
     * Reports a column that cannot.
     *
     * @param what the column is called in the message
     * @param field of the table that names it in the catalogue
     */
    void holdsUsers(String what, SqlIdentifier column, String field) {
        var columnType = table.shape().typeOf(column);
        product.userType()
                .filter(type -> !SqlTypeFamily.of(type).mayBe(SqlTypeFamily.of(columnType)))
                .ifPresent(type -> findings.noUsers(
                        table.place(),
                        "the %s column %s is of type %s, but users of product '%s' are known by %s"
                                .formatted(what, column, columnType, product.product(), type),
                        product.users(),
                        table.path() + "." + field));
    }
}
