package org.userdatatransfer.worker.catalogue;

/** What to say of a table in which policies may hide rows: a hidden row would be one left behind. */
final class RowSecurity {

    static final String PROBLEM = "row-level security hides rows from the worker";
    static final String REMEDY = "Give the worker's database role BYPASSRLS, or ownership of the table";

    private RowSecurity() {}
}
